# dnsbl(zone[, text | quarantine | discard][, t | text for failures]): refuses clients that a list in the DNS names.
WITH(`dnsbl_map', `', `_ON_(`dnsbl_map')_IN_(6, `Kdnsbl dns -R A -T<TMP>')')
define(`_ZONE_', _ARG_)
divert(8)dnl
# listed at _ZONE_
R$*			$: $&{client_addr}
R$- . $- . $- . $-	$: < ? > $(dnsbl $4 . $3 . $2 . $1 . _ZONE_. $: OK $)
R< ? > OK		$: NOTLISTED
ifelse(_ARG3_, `t', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: "451 Temporary lookup failure of " $&{client_addr} " at _ZONE_"
', _ARG3_, `', `R< ? > $+ < TMP >	$: NOTLISTED
', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: _ARG3_
')dnl
R< ? > $+		ifelse(_ARG2_, `quarantine', `$#error $@ quarantine $: _ZONE_', _ARG2_, `discard', `$#discard $: discard', _ARG2_, `',
`$#error $@ 5.7.1 $: "550 Rejected: " $&{client_addr} " listed at _ZONE_"', `$#error $@ 5.7.1 $: _ARG2_')
