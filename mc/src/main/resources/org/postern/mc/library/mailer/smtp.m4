# The mailers that speak SMTP: smtp as it was in 1982, esmtp with extensions, smtp8 for those that take 8 bits unasked, dsmtp on demand of
# the other side, relay for smart hosts that rewrite addresses themselves.
_DEFAULT_(`SMTP_MAILER_FLAGS', `')
_DEFAULT_(`RELAY_MAILER_FLAGS', SMTP_MAILER_FLAGS)
_DEFAULT_(`SMTP_MAILER_ARGS', `TCP $h')
_DEFAULT_(`ESMTP_MAILER_ARGS', `TCP $h')
_DEFAULT_(`SMTP8_MAILER_ARGS', `TCP $h')
_DEFAULT_(`DSMTP_MAILER_ARGS', `TCP $h')
_DEFAULT_(`RELAY_MAILER_ARGS', `TCP $h')
_DEFAULT_(`SMTP_MAILER_LL', `990')
_DEFAULT_(`RELAY_MAILER_LL', `2040')
define(`_SMTP_RECIPIENTS_', WITH(`allmasquerade', `EnvToSMTP/HdrFromSMTP', `EnvToSMTP'))
define(`_RELAY_RECIPIENTS_', WITH(`allmasquerade', `MasqSMTP/MasqRelay', `MasqSMTP'))
# _SMTP_MAILER_(name, variables, flags, recipient rules, line length, variables of limits)
define(`_SMTP_MAILER_', `M$1, P=[IPC], F=_MAILER_FLAGS_(`$2', `$3'), S=EnvFromSMTP/HdrFromSMTP, R=$4, E=\r\n, L=$5`'dnl
_EQUATE_(`M', `$6_MAILER_MAX')_EQUATE_(`m', `$6_MAILER_MAXMSGS')_EQUATE_(`r', `SMTP_MAILER_MAXRCPTS')_EQUATE_(`C', `$6_MAILER_CHARSET')_EQUATE_(`Q', `$2_MAILER_QGRP'), T=DNS/RFC822/SMTP,
	A=$2_MAILER_ARGS')
divert(7)dnl
_SMTP_MAILER_(`smtp', `SMTP', `mDFMuX'SMTP_MAILER_FLAGS, _SMTP_RECIPIENTS_, SMTP_MAILER_LL, `SMTP')
_SMTP_MAILER_(`esmtp', `ESMTP', `mDFMuXa'SMTP_MAILER_FLAGS, _SMTP_RECIPIENTS_, SMTP_MAILER_LL, `SMTP')
_SMTP_MAILER_(`smtp8', `SMTP8', `mDFMuX8'SMTP_MAILER_FLAGS, _SMTP_RECIPIENTS_, SMTP_MAILER_LL, `SMTP')
_SMTP_MAILER_(`dsmtp', `DSMTP', `mDFMuXa%'SMTP_MAILER_FLAGS, _SMTP_RECIPIENTS_, SMTP_MAILER_LL, `SMTP')
_SMTP_MAILER_(`relay', `RELAY', `mDFMuXa8'RELAY_MAILER_FLAGS, _RELAY_RECIPIENTS_, RELAY_MAILER_LL, `RELAY')

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
R$* < @ $* .UUCP. > $*	$@ $2 ! $1 < @ *LOCAL* > $3
')')dnl
ifdef(`BITNET_RELAY', `dnl
R< @ $+ .BITNET. > : $+	$@ < @ $1 .BITNET. > : $2
R$* < @ $+ .BITNET. > $*	$: $1 % $2 .BITNET < @ $B . > $3
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

