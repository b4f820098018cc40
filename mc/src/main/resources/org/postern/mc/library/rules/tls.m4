######################################################################
###  TLS and AUTH
######################################################################
define(`_TLS_DSN_', ifdef(`TLS_PERM_ERR', `5.7.0', `4.7.0'))dnl
define(`_TLS_CODE_', ifdef(`TLS_PERM_ERR', `554', `454'))dnl
define(`_LOCAL_FIRST_', `WITH(`$1', `define(`_LOCAL_', `$1')include(_CF_DIR_`'rules/local_first.m4)')')dnl
C{TlsVerified}OK TRUSTED

# Our offers to a client, our wishes to a server: letters behind $#.
Ssrv_features
_LOCAL_FIRST_(`Local_srv_features')dnl
WITH(`access_db', `dnl
R$*			$: $>D < $&{client_name} > < ? > < ! Srv_Features > < >
R< ? > < >		$: $>A < $&{client_addr} > < ? > < ! Srv_Features > < >
R< ? > < >		$: < $(access Srv_Features: $: ? $) >
R< ? > $*		$@ OK
R< $* <TMPF> > $*	$#temp
R< $+ > $*		$# $1
')dnl

Sclt_features
_LOCAL_FIRST_(`Local_clt_features')dnl
WITH(`access_db', `dnl
R$*			$: $>D < $&{server_name} > < ? > < ! Clt_Features > < >
R< ? > < >		$: $>A < $&{server_addr} > < ? > < ! Clt_Features > < >
R< ? > < >		$: < $(access Clt_Features: $: ? $) >
R< ? > $*		$@ OK
R< $* <TMPF> > $*	$#temp
R< $+ > $*		$# $1
')dnl

# Shall STARTTLS be tried with this server?
Stry_tls
_LOCAL_FIRST_(`Local_try_tls')dnl
WITH(`access_db', `dnl
R$*			$: $>D < $&{server_name} > < ? > < ! Try_TLS > < >
R< ? > < >		$: $>A < $&{server_addr} > < ? > < ! Try_TLS > < >
R< ? > < >		$: < $(access Try_TLS: $: ? $) >
R< ? > $*		$@ OK
R< $* <TMPF> > $*	_TEMPORARY_
R< NO > $*		$#error $@ 5.7.1 $: "550 do not try TLS with " $&{server_name} " [" $&{server_addr} "]"
')dnl

# Is the connection good enough for this recipient, this client, this server? The access map states requirements.
Stls_rcpt
_LOCAL_FIRST_(`Local_tls_rcpt')dnl
WITH(`sts', `dnl
R$*			$: $1 $| $>"STS_Check" $1
R$* $| $#$*		$#$2
R$* $| $*		$: $1
')dnl
WITH(`access_db', `dnl
R$*			$: $(macro {TLS_Name} $@ $&{server_name} $) $1
R$+			$: < ? > $>CanonAddr $1
R< ? > $+ < @ $+ . >	   < ? > $1 < @ $2 >
R< ? > $+ < @ $+ >	$: $>SearchList < ! TLS_Rcpt > $| < F : $1 @ $2 > < U : $1 @ > < D : $2 > < E : > < >
R< ? > $+		$: $>SearchList < ! TLS_Rcpt > $| < U : $1 @ > < E : > < >
R< ? >			$@ OK
R< $* <TMPF> >		_TEMPORARY_
R< $+ >			$@ $>"TLS_connection" $&{verify} $| < $1 >
')dnl

Stls_client
_LOCAL_FIRST_(`Local_tls_client')dnl
WITH(`access_db', `dnl
R$*			$: $(macro {TLS_Name} $@ $&{client_name} $) $1
R$* $| $*		$: $1 $| $>D < $&{client_name} > < ? > < ! TLS_Clt > < >
R$* $| < ? > < >	$: $1 $| $>A < $&{client_addr} > < ? > < ! TLS_Clt > < >
R$* $| < ? > < >	$: $1 $| < $(access TLS_Clt: $: ? $) > < >
R$* $| < $* <TMPF> > $*	_TEMPORARY_
R$* $| < $* > $*	$@ $>"TLS_connection" $1 $| < $2 >
', `dnl
R$* $| $*		$@ $>"TLS_connection" $1 WITH(`sts', `$| < >')
')dnl

Stls_server
_LOCAL_FIRST_(`Local_tls_server')dnl
WITH(`sts', `dnl
R$*			$: $1 $| $>"STS_secure" $1
R$* $| $#$*		$#$2
R$* $| $*		$: $1
')dnl
WITH(`access_db', `dnl
R$*			$: $(macro {TLS_Name} $@ $&{server_name} $) $1
R$*			$: $1 $| $>D < $&{server_name} > < ? > < ! TLS_Srv > < >
R$* $| < ? > < >	$: $1 $| $>A < $&{server_addr} > < ? > < ! TLS_Srv > < >
R$* $| < ? > < >	$: $1 $| < $(access TLS_Srv: $: ? $) > < >
R$* $| < $* <TMPF> > $*	_TEMPORARY_
R$* $| < $* > $*	$@ $>"TLS_connection" $1 $| < $2 >
', `dnl
R$*			$@ $>"TLS_connection" $1 WITH(`sts', `$| < >')
')dnl

# verify $| < requirement >; a requirement is [PERM+|TEMP+] VERIFY[:bits] | ENCR:bits [+extension[++extension ...]]
STLS_connection
ANY(`access_db', `sts', `dnl
R$* $| < $* >		$: < _TLS_CODE_ : _TLS_DSN_ > < $1 > < $2 >
R< $+ > < $* > < PERM + $+ >	$: < 503 : 5.7.0 > < $2 > < $3 >
R< $+ > < $* > < TEMP + $+ >	$: < 403 : 4.7.0 > < $2 > < $3 >
# a handshake that failed is never enough
R< $- : $+ > < SOFTWARE > $*	$#error $@ $2 $: $1 " TLS handshake failed."
R< $- : $+ > < PROTOCOL > $*	$#error $@ $2 $: $1 " STARTTLS failed."
R< $- : $+ > < DANE_FAIL > $*	$#error $@ $2 $: $1 " DANE check failed."
R< $- : $+ > < CONFIG > $*	$#error $@ $2 $: $1 " STARTTLS temporarily not possible."
# the extensions apart
R< $+ > < $* > < $+ >		$: < $1 > < $2 > < $3 > < >
R< $+ > < $* > < $- + $+ > < >	$: < $1 > < $2 > < $3 > < $4 >
R< $+ > < $* > < $- : $- + $+ > < >	$: < $1 > < $2 > < $3 : $4 > < $5 >
# VERIFY: who is it?
R< $+ > < $={TlsVerified} > < VERIFY > < $* >	$: < $1 > < $2 > < BITS : 0 > < $3 >
R< $+ > < $={TlsVerified} > < VERIFY : $- > < $* >	$: < $1 > < $2 > < BITS : $3 > < $4 >
R< $- : $+ > < > < VERIFY $* > < $* >	$#error $@ $2 $: $1 " authentication required"
R< $- : $+ > < FAIL > < VERIFY $* > < $* >	$#error $@ $2 $: $1 " authentication failed"
R< $- : $+ > < NO > < VERIFY $* > < $* >	$#error $@ $2 $: $1 " not authenticated"
R< $- : $+ > < NOT > < VERIFY $* > < $* >	$#error $@ $2 $: $1 " no authentication requested"
R< $- : $+ > < NONE > < VERIFY $* > < $* >	$#error $@ $2 $: $1 " other side does not support STARTTLS"
R< $- : $+ > < CLEAR > < VERIFY $* > < $* >	$#error $@ $2 $: $1 " STARTTLS disabled locally"
R< $- : $+ > < $+ > < VERIFY $* > < $* >	$#error $@ $2 $: $1 " authentication failure " $3
# ENCR: is it strong enough?
R< $+ > < $* > < ENCR : $- > < $* >	$: < $1 > < $2 > < BITS : $3 > < $4 >
R< $+ > < $* > < BITS : $- > < $* >	$: < $1 > < $3 > < $4 > $>max $&{cipher_bits} : $&{auth_ssf}
R< $+ > < $- > < $* > $-	$: < $1 > < $2 > < $3 > < $4 > $(arith l $@ $4 $@ $2 $)
R< $- : $+ > < $- > < $* > < $- > TRUE	$#error $@ $2 $: $1 " encryption too weak " $5 " less than " $3
R< $+ > < $- > < $+ > < $- > $*	$@ $>"TLS_req" < $1 > $3
R$*			$@ OK

# < code : status > extension ++ extension ...
STLS_req
R< $+ > CN		$: < $1 > CN : $&{TLS_Name}
R< $+ > CN ++ $+	$: < $1 > CN : $&{TLS_Name} ++ $2
R< $+ > $+ ++ $+	$: < $1 > $2 < $3 >
R< $+ > $+		$: < $1 > $2 < >
R< $+ > $+ < $* > < >	$: < $1 > $2 < $3 >
R< $+ > CN : $&{cn_subject} < $* >	$: OK < $1 > < $2 >
WITH(`check_cert_altnames', `dnl
R< $+ > CN : $={cert_altnames} < $* >	$: OK < $1 > < $3 >
')dnl
R< $+ > CS : $&{cert_subject} < $* >	$: OK < $1 > < $2 >
R< $+ > CI : $&{cert_issuer} < $* >	$: OK < $1 > < $2 >
R< $- : $+ > CN : $+ < $* >	$#error $@ $2 $: $1 " CN " $&{cn_subject} " does not match " $3
R< $- : $+ > CS : $+ < $* >	$#error $@ $2 $: $1 " Cert Subject " $&{cert_subject} " does not match " $3
R< $- : $+ > CI : $+ < $* >	$#error $@ $2 $: $1 " Cert Issuer " $&{cert_issuer} " does not match " $3
WITH(`access_db', `dnl
R< $+ > CITag : $- < $* >	$: $(access $2 : $&{cert_issuer} $: NO $) < $1 > < $3 >
RNO < $- : $+ > < $* >	$#error $@ $2 $: $1 " Cert Issuer " $&{cert_issuer} " not acceptable"
')dnl
ROK < $+ > < $+ >	$@ $>"TLS_req" < $1 > $2
R$*			$@ OK

# the larger of two numbers, a : b; one that is missing counts as nothing
Smax
R:			$: 0
R: $-			$: $1
R$- :			$: $1
R$- : $-		$: $(arith l $@ $1 $@ $2 $) : $1 : $2
RTRUE : $- : $-		$: $2
R$- : $- : $-		$: $2
', `dnl
RSOFTWARE $*		$#error $@ _TLS_DSN_ $: "_TLS_CODE_ TLS handshake failed."
RPROTOCOL $*		$#error $@ _TLS_DSN_ $: "_TLS_CODE_ STARTTLS failed."
RDANE_FAIL $*		$#error $@ _TLS_DSN_ $: "_TLS_CODE_ DANE check failed."
RCONFIG $*		$#error $@ _TLS_DSN_ $: "_TLS_CODE_ STARTTLS temporarily not possible."
')dnl

# A client whose certificate the access map knows may relay.
SRelayTLS
WITH(`access_db', `dnl
R$*			$: < ? > $1
R< ? > $={TlsVerified}	$: < @ > $(access CERTISSUER : $&{cert_issuer} $: ? $)
R< @ > RELAY		$# RELAY
R< @ > SUBJECT		$: < @ > $(access CERTSUBJECT : $&{cert_subject} $: ? $)
R< @ > RELAY		$# RELAY
')dnl
R$*			$: NO

# What we say to servers that want to know who we are.
Sauthinfo
WITH(`authinfo', `dnl
R$*			$: < $(authinfo AuthInfo: $&{server_name} $: ? $) >
R< ? >			$: < $(authinfo AuthInfo: $&{server_addr} $: ? $) >
R< ? >			$: < $(authinfo AuthInfo: $: ? $) >
R< ? >			$@ no
R< $* <TMPF> >		$#temp
R< $* >			$# $1

', `WITH(`access_db', `dnl
R$*			$: $>D < $&{server_name} > < ? > < ! AuthInfo > < >
R< ? > < >		$: $>A < $&{server_addr} > < ? > < ! AuthInfo > < >
R< ? > < >		$: < $(access AuthInfo: $: ? $) > < >
R< ? > < $* >		$@ no
R< $* <TMPF> > < $* >	$#temp
R< $* > < $* >		$# $1

')')dnl
WITH(`tls_session_features', `dnl
# Options for one handshake: name $| address
Stls_srv_features
WITH(`access_db', `dnl
R$* $| $*		$: $>D < $1 > < ? > < ! TLS_Srv_Features > < $2 >
R< ? > < $* >		$: $>A < $1 > < ? > < ! TLS_Srv_Features > < $1 >
R< ? > < $* >		$@ ""
R< $* <TMPF> > < $* >	$#temp
R< $* > < $* >		$@ $1
', `dnl
R$*			$@ ""
')dnl
')dnl
ANY(`tls_session_features', `sts', `dnl

Stls_clt_features
WITH(`access_db', `dnl
R$* $| $*		$: $>D < $1 > < ? > < ! TLS_Clt_Features > < $2 >
R< ? > < $* >		$: $>A < $1 > < ? > < ! TLS_Clt_Features > < $1 >
R< $* <TMPF> > < $* >	$#temp
R< $* > < $* >		$: < $1 >
', `dnl
R$*			$: < ? >
')dnl
WITH(`sts', `dnl
R$*			$: $>STS_features $1
')dnl
R< ? >			$@ ""
R< $* >			$@ $1
')dnl
WITH(`sts', `include(_CF_DIR_`'rules/sts.m4)')dnl
