######################################################################
###  Where an address goes: 0 parse, 98 ParseLocal, 5 localaddr, 95 MailerToTriple, 90 Mailertable
######################################################################

Sparse=0
R$*			$: $>Parse0 $1			what is no address
R< @ >			$#confLOCAL_MAILER $: < @ >	the null address: the caller decides
R$*			$: $>ParseLocal $1		your rules
R$*			$: $>Parse1 $1			ours

# Refuses what is no address, and takes off the name of this host.
SParse0
R< @ >			$@ < @ >
R$* : $* ; < @ >	$#error $@ 5.1.3 $: "553 List:; syntax illegal for recipient addresses"
R@ < @ $* >		< @ $1 >
R< @ $+ >		$#error $@ 5.1.3 $: "553 User address required"
R$+ < @ >		$#error $@ 5.1.3 $: "553 Hostname required"
# colons may stand in an address literal, and behind one
R$*			$: < > $1
R< > $* < @ [ $* ] : $+ > $*	$1 < @ [ $2 ] : $3 > $4
R< > $* < @ [ $* ] , $+ > $*	$1 < @ [ $2 ] , $3 > $4
R< > $* < @ [ $* ] $+ > $*	$#error $@ 5.1.2 $: "553 Invalid address"
R< > $* < @ [ $+ ] > $*		$1 < @ [ $2 ] > $3
R< > $* < $* : $* > $*	$#error $@ 5.1.3 $: "553 Colon illegal in host name part"
R< > $*			$1
R$* < @ . $* > $*	$#error $@ 5.1.2 $: "553 Invalid host name"
R$* < @ $* . . $* > $*	$#error $@ 5.1.2 $: "553 Invalid host name"
R$* < @ $* @ > $*	$#error $@ 5.1.2 $: "553 Invalid route address"
R$* @ $* < @ $* > $*	$#error $@ 5.1.3 $: "553 Invalid route address"
R$* , $~O $*		$#error $@ 5.1.3 $: "553 Invalid route address"
ifdef(`_STRICT_RFC821_', `dnl
R$* . < @ $* > $*	$#error $@ 5.1.2 $: "553 Local part must not end with a dot"
R. $* < @ $* > $*	$#error $@ 5.1.2 $: "553 Local part must not begin with a dot"
')dnl
# addressed to this host: look at what stands before it
R< @ $=w . > : $*	$@ $>Parse0 $>canonify $2
R$- < @ $=w . >		$: $(dequote $1 $) < @ $2 . >
R< @ $+ >		$#error $@ 5.1.3 $: "553 User address required"
R$* $=O $* < @ $=w . >	$@ $>Parse0 $>canonify $1 $2 $3
R$-			$: $(dequote $1 $) < @ *LOCAL* >
R< @ *LOCAL* >		$#error $@ 5.1.3 $: "553 User address required"
R$* $=O $* < @ *LOCAL* >
			$@ $>Parse0 $>canonify $1 $2 $3
R$* < @ *LOCAL* >	$: $1
WITH(`bcc', `dnl
R$+			$: $>ParseBcc $1
')dnl
WITH(`prefixmod', `dnl
R _PREFIX_ $+		$: $1 $(macro {rcpt_flags} $@ _PREFIX_FLAGS_ $)
')dnl

SParseLocal=98
undivert(3)dnl
WITH(`redirect', `dnl
# an alias to user@host.REDIRECT tells senders the new address
R$* < @ $+ .REDIRECT. >	$: $1 < @ $2 .REDIRECT. > < ${opMode} >
R$* < @ $+ .REDIRECT. > < i >	$: $1 < @ $2 .REDIRECT. >	while aliases are built
R$* < @ $+ .REDIRECT. > < $- >	$#error $@ 5.1.1 $: "551 User has moved; please try " < $1 @ $2 >
')dnl

SParse1
WITH(`ldap_routing', `dnl
# users of these domains have their host and address in LDAP
R$+ < @ $={LDAPRoute} . >	$: $>LDAPExpand < $1 < @ $2 . > > < $1 @ $2 > < >
WITH(`ldap_equivalent', `dnl
R$+ < @ $={LDAPRouteEquiv} . >	$: $>LDAPExpand < $1 < @ $2 . > > < $1 @ $M > < >
')')dnl
# an address literal goes there, or to the smart host
R$* < @ [ $+ ] > $*	$: $>ParseLocal $1 < @ [ $2 ] > $3
R$* < @ [ $+ ] > $*	$: $1 < @ [ $2 ] : $S > $3
R$* < @ [ $+ ] : > $*	$#confSMTP_MAILER $@ [ $2 ] $: $1 < @ [ $2 ] > $3
R$* < @ [ $+ ] : $~[ : $+ > $*	$# $3 $@ $4 $: $1 < @ [ $2 ] > $5
R$* < @ [ $+ ] : $+ > $*	$#confSMTP_MAILER $@ $3 $: $1 < @ [ $2 ] > $4
WITH(`virtusertable', `dnl
# virtual users: the whole address, without its detail, the domain
R$+ < @ $=w . >		$: < $(virtuser $1 @ $2 $@ $1 $: @ $) > $1 < @ $2 . >
WITH(`virtual_hosts', `WITH(`virtuser_entire_domain', `dnl
R$+ < @ $* $={VirtHost} . >	$: < $(virtuser $1 @ $2 $3 $@ $1 $: @ $) > $1 < @ $2 $3 . >
', `dnl
R$+ < @ $={VirtHost} . >	$: < $(virtuser $1 @ $2 $@ $1 $: @ $) > $1 < @ $2 . >
')')dnl
R< @ > $+ + $+ < @ $+ . >	$: < $(virtuser $1 + + @ $3 $@ $1 $@ $2 $@ + $2 $: @ $) > $1 + $2 < @ $3 . >
R< @ > $+ + $* < @ $+ . >	$: < $(virtuser $1 + * @ $3 $@ $1 $@ $2 $@ + $2 $: @ $) > $1 + $2 < @ $3 . >
R< @ > $+ + $* < @ $+ . >	$: < $(virtuser $1 @ $3 $@ $1 $@ $2 $@ + $2 $: @ $) > $1 + $2 < @ $3 . >
R< @ > $+ + $+ < @ $+ . >	$: < $(virtuser + + @ $3 $@ $1 $@ $2 $@ + $2 $: @ $) > $1 + $2 < @ $3 . >
R< @ > $+ + $* < @ $+ . >	$: < $(virtuser + * @ $3 $@ $1 $@ $2 $@ + $2 $: @ $) > $1 + $2 < @ $3 . >
R< @ > $+ + $* < @ $+ . >	$: < $(virtuser @ $3 $@ $1 $@ $2 $@ + $2 $: ! $) > $1 + $2 < @ $3 . >
R< @ > $+ < @ $+ . >		$: < $(virtuser @ $2 $@ $1 $: ! $) > $1 < @ $2 . >
R< ! > $+		$: $1
R< error : $-.$-.$- : $+ > $*	$#error $@ $1.$2.$3 $: $4
R< error : $- $+ > $*	$#error $@ $(dequote $1 $) $: $2
R< $+ > $* < @ $* >	$: $>Recurse $1
')dnl
WITH(`mailer_usenet', `dnl
R$+ . USENET < @ $=w . >	$#usenet $@ usenet $: $1
')dnl
# users of this host
WITH(`stickyhost', `dnl
R$+ < @ $=w . >		$: < $H > $1 < @ $2 . >		the hub gets the whole address
R< $+ > $+ < @ $=w . >	$>MailerToTriple < $1 > $2 < @ $3 . >
R< > $+ + $* < @ $=w . >	$#confLOCAL_MAILER $: $1 + $2
R< > $+ < @ $=w . >	$#confLOCAL_MAILER $: @ $1
', `dnl
R$=L < @ $=w . >	$#confLOCAL_MAILER $: @ $1
R$+ < @ $=w . >		$#confLOCAL_MAILER $: $1
')dnl
WITH(`mailertable', `dnl
# mailers by domain: the whole name, then its parents
R$* < @ $+ > $*		$: < $2 > $1 < @ $2 > $3
R< $+ . > $*		$: < $1 > $2
R< $+ > $*		$: < $(mailertable $1 $: $) > < $1 > $2
R< $~[ : $* > < $* > $*	$>MailerToTriple < $1 : $2 > $4
R< $* > < $+ > $*	$: $>Mailertable < $2 > $3
')dnl
undivert(4)dnl
WITH(`uucp_mailers', `include(_CF_DIR_`'rules/uucp.m4)')dnl
ifdef(`UUCP_RELAY', `dnl
R$* < @ $* .UUCP. > $*	$: $>MailerToTriple < $Y > $1 < @ $2 .UUCP. > $3
')dnl
ifdef(`BITNET_RELAY', `dnl
R$* < @ $* .BITNET. > $*	$: $>MailerToTriple < $B > $1 < @ $2 .BITNET. > $3
')dnl
ifdef(`DECNET_RELAY', `dnl
R$* < @ $* .DECNET. > $*	$: $>MailerToTriple < $C > $1 < @ $2 .DECNET. > $3
')dnl
WITH(`mailer_pop', `dnl
R$+ .POP. < @ $* > $*	$#pop $: $1
')dnl
WITH(`mailer_fax', `dnl
R$+ < @ $+ .FAX. > $*	$#fax $@ $2 $: $1
', `ifdef(`FAX_RELAY', `dnl
R$* < @ $* .FAX. > $*	$: $>MailerToTriple < $F > $1 < @ $2 .FAX. > $3
')')dnl
WITH(`bestmx_is_local', `include(_CF_DIR_`'rules/bestmx.m4)')dnl
WITH(`net_config', `dnl
# your networks
undivert(1)dnl
')dnl
# everything else that has a host: the smart host, or the host itself
R$* < @ $* > $*		$: < $S > $1 < @ $2 > $3
R< $+ > $* < @ $* > $*	$: $>MailerToTriple < $1 > $2 < @ $3 > $4
R< > $* < @ $* > $*	$: $1 < @ $2 > $3
WITH(`mailer_smtp', `dnl
R$* < @ $* > $*		$#confSMTP_MAILER $@ $2 $: $1 < @ $2 > $3
', `dnl
R$* < @ $* > $*		$#error $@ 5.1.2 $: "553 Unrecognized host name " $2
')dnl
# no host: a user of this one
R$=L			$#confLOCAL_MAILER $: @ $1
R$+			$#confLOCAL_MAILER $: $1

# What an alias did not change. Gets the user; $h is the detail or host that was cut off.
SLocal_localaddr
WITH(`msp', `dnl
# the daemon gets everything
R$+			$: $>ParseRecipient $1
R$* < @ $+ > $*		$#confRELAY_MAILER $@ ${MTAHost} $: $1 < @ $2 > $3
R$+			$#confRELAY_MAILER $@ ${MTAHost} $: $1 < @ WITH(`masquerade_envelope', `ifdef(`MASQUERADE_NAME', `$M', `$j')', `$j') >
')dnl
Slocaladdr=5
R$+			$: $1 $| $>"Local_localaddr" $1
R$+ $| $#ok		$@ $1
R$+ $| $#$*		$#$2
R$+ $| $*		$: $1
WITH(`preserve_luser_host', `dnl
# remember the host for the relay of unknown users
R$+			$: < $&h > $1
R< + $* > $+		$: $2
R< $* > $+		$: $2 $(macro {Host} $@ $1 $)
')dnl
UNLESS(`preserve_local_plus_detail', `dnl
# user+detail: once more as user+*, then as user
R$+ + *			$#confLOCAL_MAILER $@ $&h $: $1
R$+ + $*		$#confLOCAL_MAILER $@ + $2 $: $1 + *
')dnl
# somebody else may know the user
R$+			$: < > $1
ifdef(`LUSER_RELAY', `include(_CF_DIR_`'rules/luser.m4)')dnl
UNLESS(`preserve_local_plus_detail', `dnl
# the detail belongs to the name again
R< > $+			$: < > < $1 < > $&h >
R< > < $+ < > + $* >	$: < > $1 + $2
R< > < $+ < > $* >	$: < > $1
')dnl
R< > $+			$: < $H > $1
ifdef(`LOCAL_RELAY', `dnl
R< > $+			$: < $R > $1
')dnl
UNLESS(`preserve_local_plus_detail', `dnl
R< > $+ + $*		$#confLOCAL_MAILER $@ $2 $: @ $1	nobody: the detail goes to the mailer
')dnl
R< > $+			$@ $1
R< error : $+ > $*	$>MailerToTriple < error : $1 > $2
R< local : $+ > $+	$>MailerToTriple < local : $1 > $2
R< $~[ : $+ @ $+ > $+	$>MailerToTriple < $1 : $2 @ $3 > $4 < @ $3 >
R< $~[ : $+ > $+	$>MailerToTriple < $1 : $2 > $3 < @ $2 >
R< $+ > $+		$>MailerToTriple < $1 > $2 < @ $1 >

# < mailer:host > address, < host > address, < error:... > address
SMailerToTriple=95
R< > $*			$@ $1
R< error : $-.$-.$- : $+ > $*	$#error $@ $1.$2.$3 $: $4
R< error : $- : $+ > $*	$#error $@ $(dequote $1 $) $: $2
R< error : $+ > $*	$#error $: $1
R< local : $* > $*	$>CanonLocal < $1 > $2
R< $~[ : $+ @ $+ > $* < $* > $*	$# $1 $@ $3 $: $2 < @ $3 >
R< $~[ : $+ > $*	$# $1 $@ $2 $: $3
R< $=w > $*		$@ $2				this host
R< $+ > $*		$#confRELAY_MAILER $@ $1 $: $2

# < user > address: the mailbox of that user, or of the address's own user
SCanonLocal
R< $* > < @ $+ > : $+	$@ $>Recurse $3
R< $* > $+ $=O $+ < @ $+ >	$@ $>Recurse $2 $3 $4
R< $* > $* < @ $* . > $*	$: < $1 > $2 < @ $3 > $4
R< > $* < @ $* > $*	$#confLOCAL_MAILER $@ $1 @ $2 $: $1
R< > $+			$#confLOCAL_MAILER $@ $1 $: $1
R< $+ @ $+ > $* < @ $* > $*	$: < $1 > $3 < @ $4 > $5
R< $+ > $* < @ $* > $*	$#confLOCAL_MAILER $@ $2 @ $3 $: $1
R< $+ > $*		$#confLOCAL_MAILER $@ $2 $: $1

WITH(`mailertable', `dnl
# stripped labels < what is left > address: strips a label and looks up .rest, at last the single dot
SMailertable=90
R$* < $- . $+ > $*	$: $1 $2 < $(mailertable . $3 $@ $1 $2 $@ $2 $) > $4
R$* < $~[ : $* > $*	$>MailerToTriple < $2 : $3 > $4
R$* < . $+ > $*		$@ $>Mailertable $1 . < $2 > $3
R$* < $* > $*		$: < $(mailertable . $@ $1 $2 $) > $3
R< $~[ : $* > $*	$>MailerToTriple < $1 : $2 > $3
R< $* > $*		$@ $2

')dnl
