######################################################################
###  Names in mail that leaves by SMTP: S= and R= of its mailers
######################################################################
# Users without host are users of this one.
SMasqSMTP
R$* < @ $* > $*		$@ $1 < @ $2 > $3
R$+			$@ $1 < @ *LOCAL* >

# Hosts of other networks are reached by their relays: user%host.NET at the relay.
SPseudoToReal
UNLESS(`nouucp', `dnl
R< @ $+ .UUCP. > : $+	$@ < @ $1 .UUCP. > : $2
ifdef(`UUCP_RELAY', `dnl
R$* < @ $* .UUCP. > $*	$: $2 ! $1 < @ $Y > $3
R$* ! $* < @ $~[ : $+ > $*	$@ $1 ! $2 < @ $4 > $5	without the name of the mailer
R$* ! $* < @ $+ > $*	$@ $1 ! $2 < @ $3 > $4
', `dnl
WITH(`uucp_mailers', `dnl
R$- ! $+ < @ $&h .UUCP. > $*	$@ $2 < @ $1 .UUCP. > $3		the next hop knows the rest
R$* < @ $&h .UUCP. > $*	$@ $1 < @ $&h .UUCP. > $2
')dnl
R$* < @ $* .UUCP. > $*	$@ $2 ! $1 < @ *LOCAL* > $3
')')dnl
ifdef(`BITNET_RELAY', `dnl
R< @ $+ .BITNET. > : $+	$@ < @ $1 .BITNET. > : $2
R$* < @ $+ .BITNET. > $*	$: $1 % $2 .BITNET < @ $B > $3
R$* .BITNET < @ $~[ : $+ > $*	$: $1 .BITNET < @ $3 > $4	without the name of the mailer
')dnl
R$*			$@ $1

# Sender of the envelope
SEnvFromSMTP
R$+			$: $>PseudoToReal $1
R$* : ; < @ >		$@
R$*			$: $>MasqSMTP $1
R$*			$: $>MasqEnv $1

# Recipient of the envelope
SEnvToSMTP
R$+			$: $>PseudoToReal $1
R$+			$: $>MasqSMTP $1
R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2

# Senders in headers, and recipients if all are masqueraded
SHdrFromSMTP
R$+			$: $>PseudoToReal $1
R: ; < @ >		$@ : ; < @ >
R$* < @ > $*		$@ $1 < @ > $2
R< @ $* > $*		$@ < @ $1 > $2
R$+			$: $>MasqSMTP $1
R$+			$: $>MasqHdr $1

# The same for relays
SMasqRelay
R$+			$: $>MasqSMTP $1
R$+			$: $>MasqHdr $1

