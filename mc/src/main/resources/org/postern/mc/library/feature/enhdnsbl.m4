# enhdnsbl(zone[, text | quarantine | discard][, t | text for failures][, addresses that count ...]): like dnsbl, but the answer matters.
WITH(`enhdnsbl_map', `', `_ON_(`enhdnsbl_map')_IN_(6, `Kednsbl dns -R A -a. -T<TMP> -r5')')
define(`_ZONE_', _ARG_)
define(`_REFUSE_', ifelse(_ARG2_, `quarantine', ``$`'#error $`'@ quarantine $: _ZONE_'', _ARG2_, `discard', ``$`'#discard $: discard'', _ARG2_, `',
``$`'#error $`'@ 5.7.1 $: "550 Rejected: " $&{client_addr} " listed at _ZONE_"'', ``$`'#error $`'@ 5.7.1 $: _ARG2_''))
define(`_LISTED_', `ifelse(`$1', `', `', `R< ? > $1		_REFUSE_
')')
divert(8)dnl
# listed at _ZONE_, with certain answers
R$*			$: $&{client_addr}
R$- . $- . $- . $-	$: < ? > $(ednsbl $4 . $3 . $2 . $1 . _ZONE_. $: OK $)
R< ? > OK		$: NOTLISTED
ifelse(_ARG3_, `t', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: "451 Temporary lookup failure of " $&{client_addr} " at _ZONE_"
', _ARG3_, `', `R< ? > $+ < TMP >	$: NOTLISTED
', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: _ARG3_
')dnl
ifelse(_ARG4_, `', `R< ? > $+		_REFUSE_
', `_LISTED_(_ARG4_)_LISTED_(_ARG5_)_LISTED_(_ARG6_)_LISTED_(_ARG7_)_LISTED_(_ARG8_)_LISTED_(_ARG9_)')dnl
R< ? > $*		$: NOTLISTED
