######################################################################
###  May this recipient be relayed to, may this client relay?
######################################################################

# an address as rule set 0 sees it, without the name of this host
SCanonAddr
R$*			$: $>Parse0 $>canonify $1

# the same, and hosts for which we relay are taken off one by one: what remains is where the mail would go in the end
SParseRecipient
R$*			$: < ? > $>CanonAddr $1
R< ? > $* < @ $* . >	   < ? > $1 < @ $2 >
R< ? > $- < @ $* >	$: < ? > $(dequote $1 $) < @ $2 >
R< ? > $* $=O $* < @ $* >	$: < NO > $1 $2 $3 < @ $4 >
R< ? > $*		$@ $1
UNLESS(`loose_relay_check', `dnl
WITH(`relay_entire_domain', `dnl
R< NO > $* < @ $* $=m >	$: < RELAY > $1 < @ $2 $3 >
')dnl
WITH(`relay_hosts_only', `dnl
R< NO > $* < @ $=R >	$: < RELAY > $1 < @ $2 >
WITH(`access_db', `dnl
R< NO > $* < @ $+ >	$: < $(access To : $2 $: ? $) > < $1 < @ $2 > >
R< ? > < $* < @ $+ > >	$: < $(access $2 $: NO $) > < $1 < @ $2 > >
R< $+ > < $+ >		$: < $1 > $2
')', `dnl
R< NO > $* < @ $* $=R >	$: < RELAY > $1 < @ $2 $3 >
WITH(`access_db', `dnl
R< NO > $* < @ $+ >	$: $>D < $2 > < NO > < + To > < $1 < @ $2 > >
R< $+ > < $+ >		$: < $1 > $2
')')dnl
WITH(`relay_based_on_MX', `dnl
R< NO > $* < @ $+ >	$: < MX > < : $(mxserved $2 $: : $) : > < $1 < @ $2 > >
R< MX > < $* : $=w . : $* > < $* >	$: < RELAY > $4
R< MX > < $* > < $* >	$: < NO > $2
')dnl
R< RELAY > $* < @ $* >	$@ $>ParseRecipient $1
')dnl
R< $* > $*		$@ $2

# The recipient: RELAY if it may be reached through us by everybody, $#error if it may not be reached at all.
SRcpt_ok
R$*			$: $>ParseRecipient $1
WITH(`bestmx_is_local', `include(_CF_DIR_`'rules/bestmx_rcpt.m4)')dnl
WITH(`blocklist_recipients', `WITH(`access_db', `dnl
# recipients that get no mail
R$*			$: < ? > $1
R< ? > $+ < @ $=w >	$: < > < $1 < @ $2 > > $| < F : $1 @ $2 > < U : $1 @ > < D : $2 >
R< ? > $+ < @ $* >	$: < > < $1 < @ $2 > > $| < F : $1 @ $2 > < D : $2 >
R< ? > $+		$: < > < $1 > $| < U : $1 @ >
R< > < $* > $| < $+ >	$: < @ > < $1 > $| $>SearchList < + To > $| < $2 > < >
R< @ > < $* > $| < $* <TMPF> >	_TEMPORARY_
R< @ > < $* > $| < REJECT >	$#error $@ 5.2.1 $: confRCPTREJ_MSG
R< @ > < $* > $| < ? >	$: $1
R< @ > < $* > $| < OK >	$: $1
R< @ > < $* > $| < RELAY >	$: $1
WITH(`spam_old', `dnl
R< @ > < $* > $| < SPAMFRIEND >	$: $1			words of old releases
R< @ > < $* > $| < SPAMHATER >	$: $1
')dnl
R< @ > < $* > $| < $* >	$: < $1 > $>AccessValue < $2 >
R< $* > $#$*		$#$2
R< $* > $*		$: $1
R< ? > $*		$: $1
')')dnl
UNLESS(`promiscuous_relay', `dnl
# clients that have shown who they are
R$*			$: $1 $| $>RelayTLS $&{verify}
R$* $| $# $+		$# $2
R$* $| $*		$: $1
R$*			$: $1 $| $>"Local_Relay_Auth" $&{auth_type}
R$* $| $# $*		$# $2
R$* $| NO		$: $1
R$* $| $*		$: $1 $| $&{auth_type}
R$* $|			$: $1
R$* $| $={TrustAuthMech}	$# RELAY
R$* $| $*		$: $1
WITH(`nouucp_reject', `dnl
R$* ! $* < @ $* >	$: < REMOTE > $2 < @ BANG_PATH >
R$* ! $*		$: < REMOTE > $2 < @ BANG_PATH >
')dnl
WITH(`nopercenthack_reject', `dnl
R$* % $* < @ $* >	$: < REMOTE > $1 < @ PERCENT_HACK >
R$* % $*		$: < REMOTE > $1 < @ PERCENT_HACK >
')dnl
WITH(`relay_entire_domain', `dnl
R$+ < @ $* $=m >	$@ RELAY
')dnl
R$+ < @ $=w >		$@ RELAY
WITH(`relay_hosts_only', `dnl
R$+ < @ $=R >		$@ RELAY
', `dnl
R$+ < @ $* $=R >	$@ RELAY
')dnl
WITH(`access_db', `WITH(`relay_to_full_address', `dnl
R$+ < @ $+ >		$: $1 < @ $2 > $| $>SearchList < + To > $| < F : $1 @ $2 > < D : $2 > < F : $1 @ > < >
R$+ < @ $+ > $| < RELAY >	$@ RELAY
R$+ < @ $+ > $| < $* <TMPF> >	$#TEMP $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R$+ < @ $+ > $| $*	$: $1 < @ $2 >
', `WITH(`relay_hosts_only', `dnl
R$+ < @ $+ >		$: < $(access To : $2 $: ? $) > < $1 < @ $2 > >
R< ? > < $+ < @ $+ > >	$: < $(access $2 $: ? $) > < $1 < @ $2 > >
', `dnl
R$+ < @ $+ >		$: $>D < $2 > < ? > < + To > < $1 < @ $2 > >
')dnl
R< RELAY > $*		$@ RELAY
R< $* <TMPF> > $*	$#TEMP $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R< $* > < $* >		$: $2
')')dnl
WITH(`relay_based_on_MX', `dnl
# domains that have this host as a mail exchanger
R$* < @ $+ >		$: < : $(mxserved $2 $: : $) : > < $1 < @ $2 > >
R< : $* <TEMP> : > $*	$#TEMP $@ 4.4.0 $: "450 Can not check MX records for recipient host " $1
R< $* : $=w . : $* > $*	$@ RELAY
R< : $* : > < $* >	$: $2
')dnl
# a user of this host
R$*			$: < ? > $1
R< ? > < REMOTE > $*	$: < REMOTE > $1
R< ? > $* < @ $+ >	$: < REMOTE > $1 < @ $2 >
R< ? > $+		$@ RELAY
R< $+ > $*		$: $2
')dnl

# The client: RELAY if it may send to everybody.
SRelay_ok
WITH(`promiscuous_relay', `dnl
R$*			$@ RELAY
', `dnl
R$*			$: $&{client_addr}
R$@			$@ RELAY			a program of this host
R0			$@ RELAY
R127.0.0.1		$@ RELAY
RIPv6:0:0:0:0:0:0:0:1	$@ RELAY
RIPv6::: 1		$@ RELAY
R$=R $*			$@ RELAY
WITH(`drac', `dnl
# addresses that have read their mail a moment ago
R$*			$: < $(drac $1 $: ? $) > $1
R< ? > IPv6 : $*	$: < $(drac $1 $: ? $) > IPv6 : $1
R< ? > $*		$: $1
R< $* <TMPF> > $*	$#TEMP $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R< $* > $*		$@ RELAY
')dnl
WITH(`access_db', `dnl
R$*			$: $>A < $1 > < ? > < + Connect > < $1 >
R< RELAY > $*		$@ RELAY
R< $* <TMPF> > $*	$#TEMP $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R< $* > < $* >		$: $2
')dnl
R$*			$: [ $1 ]
R$=w			$@ RELAY
WITH(`relay_local_from', `dnl
# senders of this host (anybody can say that)
R$*			$: < ? > $>canonify $&f
R< ? > $+ < @ $=w . >	$@ RELAY
')dnl
WITH(`relay_mail_from', `dnl
# senders that the access map knows (anybody can say that)
R$*			$: < ? > $>canonify $&f
R< ? > $+ < @ $+ . >	   < ? > $1 < @ $2 >
R< ? > $+ < @ $+ >	$: $>SearchList < ! From > $| < F : $1 @ $2 > WITH(`relay_mail_from_domain', `< D : $2 >') < >
R< RELAY >		$@ RELAY
R< $* <TMPF> >		$#TEMP $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
')dnl
# by the name of the client, if it is sure
R$*			$: < $&{client_resolve} >
R< TEMP >		$#TEMP $@ 4.4.0 $: "450 Relaying temporarily denied. Cannot resolve PTR record for " $&{client_addr}
R< FORGED >		$#error $@ 5.7.1 $: "550 Relaying denied. IP name possibly forged " $&{client_name}
R< FAIL >		$#error $@ 5.7.1 $: "550 Relaying denied. IP name lookup failed " $&{client_name}
R$*			$: $&{client_name}
R$@			$@ RELAY
R[ $* ]			$: [ $1 ] .
R$+			$: $[ $1 $]
R$* .			   $1
WITH(`relay_entire_domain', `dnl
R$* $=m			$@ RELAY
')dnl
R$=w			$@ RELAY
WITH(`relay_hosts_only', `dnl
R$=R			$@ RELAY
', `dnl
R$* $=R			$@ RELAY
')dnl
WITH(`access_db', `WITH(`relay_hosts_only', `dnl
R$*			$: < $(access Connect : $1 $: ? $) > < $1 >
R< ? > < $* >		$: < $(access $1 $: ? $) > < $1 >
', `dnl
R$*			$: $>D < $1 > < ? > < + Connect > < $1 >
')dnl
R< RELAY > $*		$@ RELAY
R< $* <TMPF> > $*	$#TEMP $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R< $* > < $* >		$: $2
')dnl
')dnl

