######################################################################
###  Questions of the SMTP server: check_relay, check_mail, check_rcpt ...
######################################################################

# --- at the connection: name $| address ----------------------------------------------------------------------------------

SLocal_check_relay
_CHECK_RELAY_
R$*			$: $1 $| $>"Local_check_relay" $1
R$* $| $* $| $#$*	$#$3
R$* $| $* $| $*		$@ $>"Basic_check_relay" $1 $| $2

SBasic_check_relay
R$*			$: < $&{deliveryMode} > $1
R< d > $*		$@ deferred
R< $* > $*		$: $2
WITH(`access_db', `dnl
WITH(`use_client_ptr', `dnl
R$* $| $+		$: $&{client_ptr} $| $2
')dnl
R$+ $| $+		$: $>D < $1 > < ? > < + Connect > < $2 >
R$| $+			$: < ? > < $1 >
R< ? > < $+ >		$: $>A < $1 > < ? > < + Connect > < >
R< ? > < $* >		$: < ? >
R< OK > < $* >		$@ OK
R< RELAY > < $* >	$@ RELAY
R< $+ > < $* >		$: $>AccessValue < $1 >
')dnl
undivert(8)dnl
WITH(`ratecontrol', `UNLESS(`ratecontrol_now', `dnl
R$*			$: $>"RateControl" dummy
R$#$*			$#$1
')')dnl
WITH(`conncontrol', `UNLESS(`conncontrol_now', `dnl
R$*			$: $>"ConnControl" dummy
R$#$*			$#$1
')')dnl
WITH(`require_rdns', `dnl
# clients without a name
R$*			$: $&{client_addr} $| $&{client_resolve}
R$=R $* $| $*		$@ RELAY
R$* $| FAIL		$#error $@ 5.7.1 $: "550 Fix reverse DNS for " $1
R$* $| TEMP		$#error $@ 4.1.8 $: "451 Client IP address " $1 " does not resolve"
R$* $| FORGED		$#error $@ 4.1.8 $: "451 Possibly forged hostname for " $1
R$*			$: OK
')dnl

# --- MAIL -----------------------------------------------------------------------------------------------------------------

SLocal_check_mail
_CHECK_MAIL_
R$*			$: $1 $| $>"Local_check_mail" $1
R$* $| $#$*		$#$2
R$* $| $*		$@ $>"Basic_check_mail" $1

SBasic_check_mail
R$*			$: < $&{deliveryMode} > $1
R< d > $*		$@ deferred
R< $* > $*		$: $2
R$*			$: $1 $| $>"tls_client" $&{verify} $| MAIL
R$* $| $#$+		$#$2
R$* $| $*		$: $1
R< >			$@ < OK >			a bounce
R$+			$: < ? > $1
R< ? > < $+ >		$: < @ > < $1 >
R< ? > $+		$: < @ > < $1 >
UNLESS(`accept_unqualified_senders', `dnl
# senders that say they are on this host must be
R< @ > < $* @ localhost >	$: < ? $&{client_name} > < $1 @ localhost >
R< @ > < $* @ localhost . $m >	$: < ? $&{client_name} > < $1 @ localhost . $m >
R< @ > < $* @ [ 127.0.0.1 ] >	$: < ? $&{client_name} > < $1 @ [ 127.0.0.1 ] >
R< @ > < $* @ [ IPv6:0:0:0:0:0:0:0:1 ] >	$: < ? $&{client_name} > < $1 @ [ IPv6:0:0:0:0:0:0:0:1 ] >
R< @ > < $* @ [ IPv6::: 1 ] >	$: < ? $&{client_name} > < $1 @ [ IPv6::: 1 ] >
R< ? > $+		$: < @ > $1			no client: a program of this host
R< ? $=w > $+		$: < @ > $2
R< ? $+ > $+		$: < ? > < $&{daemon_flags} > $2
R< ? > < $* u $* > $+	$: < @ > $3			the daemon has flag u
R< ? > $+		$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
')dnl
R< @ > < $+ >		$: < ? > $>CanonAddr $1
R< ? > $#$*		$: < ? > @			no address at all
R< ? > < @ >		$: < ? > @
R< ? > $* < @ $+ . >	   < ? > $1 < @ $2 >
R< ? > $* < @ $* $=P >	$: < OKR > $1 < @ $2 $3 >
R< ? > $* < @ $j >	$: < OKR > $1 < @ $j >
WITH(`accept_unresolvable_domains', `dnl
R< ? > $* < @ $+ >	$: < OKR > $1 < @ $2 >
', `dnl
# does the domain exist?
R< ? > $* < @ $+ >	$: < ? $(resolve $2 $: $2 <PERM> $) > $1 < @ $2 >
R< ? $* < $- > > $* < @ $+ >	$: < $2 > $3 < @ $4 >
')dnl
WITH(`access_db', `dnl
# what the access map says about the sender
R< $+ > $+ < @ $+ >	$: < $1 > < $2 < @ $3 > > $| < F : $2 @ $3 > < U : $2 @ > < D : $3 >
R< ? > $+		$: < ? > < $1 > $| < U : $1 @ >
R< $+ > < $+ > $| < $+ >	$: < @ > < $1 > < $2 > $| $>SearchList < + From > $| < $3 > < >
R< @ > < $+ > < $* > $| < ? >	$: < $1 > $2
R< @ > < $+ > < $* > $| < $* >	$: < @ > $>AccessValue < $3 >
')dnl
WITH(`access_db', `dnl
R< @ > $#$*		$#$1
R< @ > OK		$# OK
R< @ > RELAY		$# RELAY
')dnl
UNLESS(`accept_unqualified_senders', `dnl
# no domain: only programs of this host, and where the daemon has flag u
R< ? > $*		$: < ? > < $&{daemon_flags} > $1
R< ? > < $* u $* > $*	$: < OKR > $3
R< ? > < $* > $*	$: < ? $&{client_addr} > $2
R< ? > $*		$: < OKR > $1
R< ? $+ > $*		$#error $@ 5.5.4 $: "553 Domain name required for sender address " $&f
')dnl
UNLESS(`accept_unresolvable_domains', `dnl
R< TEMP > $*		$#error $@ 4.1.8 $: "451 Domain of sender address " $&f " does not resolve"
R< PERM > $*		$#error $@ 5.1.8 $: "553 Domain of sender address " $&f " does not exist"
')dnl
WITH(`badmx', `dnl
R< OKR > $* < @ $+ >	$: < OKR > $1 < @ $2 > $| $>BadMx $2
R< OKR > $+ $| $#$*	$#$2
R< OKR > $+ $| $*	$: < OKR > $1
')dnl
R< $* > $*		$: $2

WITH(`badmx', `include(_CF_DIR_`'rules/badmx.m4)')dnl
# --- RCPT -----------------------------------------------------------------------------------------------------------------

SLocal_check_rcpt
_CHECK_RCPT_
R$*			$: $1 $| $>"Local_check_rcpt" $1
R$* $| $#$*		$#$2
R$* $| $*		$@ $>"Basic_check_rcpt" $1

SBasic_check_rcpt
R< >			$#error $@ nouser $: "553 User address required"
R$@			$#error $@ nouser $: "553 User address required"
R$*			$: < $&{deliveryMode} > $1
R< d > $*		$@ deferred
R< $* > $*		$: $2
R$*			$: $1 $| @ $>"Rcpt_ok" $1
R$* $| @ $#TEMP $+	$: < TEMP $2 > $1			refused later, if at all
R$* $| @ $#$*		$#$2
R$* $| @ RELAY		$@ RELAY
R$* $| @ $*		$: < > $1
R< $* > $*		$: < $1 > $| $>"Relay_ok" $2
R< $* > $| $#TEMP $+	$#error $2
R< $* > $| $#$*		$#$2
R< $* > $| RELAY	$@ RELAY
WITH(`block_bad_helo', `UNLESS(`delay_checks', `dnl
R< $* > $| $*		$: < $1 > $| $>BadHelo $&s
R< $* > $| $#$*		$#$2
')')dnl
R< TEMP $+ > $| $*	$#error $1
R$*			$#error $@ 5.7.1 $: confRELAY_MSG

WITH(`delay_checks', `include(_CF_DIR_`'rules/delay.m4)')dnl
WITH(`block_bad_helo', `include(_CF_DIR_`'rules/helo.m4)')dnl
# --- AUTH= of MAIL --------------------------------------------------------------------------------------------------------

SLocal_trust_auth
Strust_auth
R$*			$: $&{auth_type} $| $1
R$| $*			$#error $@ 5.7.1 $: "550 not authenticated"
R$* $| $&{auth_authen}	$@ identical
R$* $| < $&{auth_authen} >	$@ identical
R$* $| $*		$: $1 $| $>"Local_trust_auth" $2
R$* $| $#$*		$#$2
R$*			$#error $@ 5.7.1 $: "550 " $&{auth_authen} " not allowed to act as " $&{auth_author}

SLocal_Relay_Auth

WITH(`greet_pause', `dnl
# --- how long a client must wait for the greeting: name $| address ---------------------------------------------------------
SLocal_greet_pause
Sgreet_pause
R$*			$: $1 $| $>"Local_greet_pause" $1
R$* $| $* $| $#$*	$#$3
R$* $| $* $| $*		$: $1 $| $2
WITH(`access_db', `dnl
R$+ $| $+		$: $>D < $1 > < ? > < ! GreetPause > < $2 >
R$| $+			$: < ? > < $1 >
R< ? > < $+ >		$: $>A < $1 > < ? > < ! GreetPause > < >
R< ? > < $* >		_GREET_PAUSE_
R< $* <TMPF> > < $* >	$@
R< $+ > < $* >		$# $1
', `dnl
R$*			_GREET_PAUSE_
')dnl

')dnl
WITH(`ratecontrol', `include(_CF_DIR_`'rules/rates.m4)', `WITH(`conncontrol', `include(_CF_DIR_`'rules/rates.m4)')')dnl
WITH(`compat_check', `dnl
# --- each pair of sender and recipient: sender $| recipient -----------------------------------------------------------------
SLocal_check_compat
Scheck_compat
R$*			$: $1 $| $>"Local_check_compat" $1
R$* $| $* $| $#$*	$#$3
R$+ $| $+ $| $*		$: < $(_COMPAT_MAP_ Compat : $1 < @ > $2 $: OK $) >
R< $* <TMPF> >		_TEMPORARY_
R< DISCARD : $* >	$#discard $: $1 " - discarded by check_compat"
R< DISCARD >		$#discard $: discard
R< TEMP : $* >		$#error $@ TEMPFAIL $: $1 " error from check_compat. Try again later"
R< ERROR : $* >		$#error $@ UNAVAILABLE $: $1 " error from check_compat"
R< ERROR >		$#error $@ UNAVAILABLE $: "550 delivery denied"

')dnl
WITH(`queuegroup', `dnl
# --- the queue group of a recipient ----------------------------------------------------------------------------------------
Squeuegroup
R$*			$: < ? > $>CanonAddr $1
R< ? > $+ < @ $+ . >	   < ? > $1 < @ $2 >
R< ? > $+ < @ $+ >	$: $>SearchList < ! qgrp > $| < F : $1 @ $2 > < D : $2 > < E : > < >
R< ? > $+		$@ $1
R< ? >			_QUEUE_GROUP_DEFAULT_
R< $* <TMPF> >		$@
R< $+ >			$# $1

')dnl
WITH(`check_other', `dnl
Kcheck_other regex -a<OK> _CHECK_OTHER_
Scheck_other
R$+ $| $+		$: $(check_other $1 $)
R$* < OK >		$#error $@ 4.7.0 $: "421 bad command"

')dnl
