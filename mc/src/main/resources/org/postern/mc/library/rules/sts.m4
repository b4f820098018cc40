
# The policy of the domain of an address: what the map says, `none', or nothing without an address.
SSTS_policy
R$+ @ $+		   $2
R$+ .			   $1
R$+			$: $(sts $1 $: none $)
R$* <TMPF>		$#error $@ 4.7.0 $: "450 STS lookup temp fail"

# verify: a server of a domain whose policy is `secure' needs a valid certificate.
SSTS_secure
R$*			$: $1 $| $>STS_policy $&{rcpt_addr}
R$* $| $#$*		$#$2
R$* $| $* secure $*	$@ $>"TLS_connection" $1 $| < TEMP+VERIFY:128 >
R$*			$@ OK

# recipient: the server has to be one of the hosts that the policy names, by itself or by its domain with a dot in front.
SSTS_Check
R$*			$: $&{rcpt_addr} $| $1
R$| $*			$@ OK
R$* $| $*		$: $>STS_policy $2
R$#$*			$#$1
R$* secure $*		$: < $2 >
R< $* servername=hostname >	$: < $1 >
R< $+ >			$: : $(sts_match $1 $: : $)
R: $+ : $*		$: : $1 : $2 $| $(macro {TLS_Name} $@ $&{server_name} $)
R$* : $+ . : $* $|	   $1 : $2 : $3 $|				names without a dot at the end
R$* : $&{TLS_Name} : $* $|	$@ $>STS_names
R$* $|			$: $1 $| $&{server_name}
R$* $| $- . $+		$: $1 $| $(macro {TLS_Name} $@ . $3 $)
R$* : $&{TLS_Name} : $* $|	$@ $>STS_names
R: $* : $| $*		$#error $@ 4.7.0 $: "450" $&{server_name} " not found in " $1
R$* none $*		$@ OK
R< $* > $*		$@ $>STS_names
R: $*			$@ $>STS_names
R$*			$@ OK

# The certificate has to name the server, or with an asterisk its domain.
SSTS_names
WITH(`sts_names', `dnl
R$*			$: $&{server_name}
R$={cert_altnames}	$@ OK
R$- . $+		$: * . $2
R$={cert_altnames}	$@ OK
R$*			$#error $@ 4.7.0 $: "450" $&{server_name} " not listed in SANs"
', `dnl
R$*			$@ OK
')dnl

# < features of the access map, or ? > host $| address: with the policy the name that the handshake has to ask for
SSTS_features
R< $* >			$: < $1 > $&{client_flags}
R< $* > $* MM $*	$@ < $1 >
R< $* > $*		$: < $1 > $&{rcpt_addr}
R< $* >			$@ < $1 >
# the name is known already, and the access map has nothing against DANE
R< $* > $+		$: < $1 > $&{sts_sni} $| $(sts_without_dane $1 $: ? $)
R< $* > $+ $| ?		$@ < $1 >
R< $* > $*		$: < $1 > $| $>STS_policy $&{rcpt_addr}
R$* $| $#$*		$#$2
R< $* > $| $* secure $*	$: < $1 > < $(sts_servername $3 $) > $(macro {sts_sni} $@ $&{server_name} $)
R< $* > < $* @ >		$: < $1 > sts=secure ; $2
R< $* > < $* >		$: < $1 > sts=secure $(macro {sts_sni} $)
R< ? > sts=secure $*	$@ < sts=secure $1 >
R< $+ ; > sts=secure $*	$@ < $1 ; sts=secure $2 >
R< $+ > sts=secure $*	$@ < $1 ; sts=secure $2 >
R< $* > $*		$@ < $1 >
