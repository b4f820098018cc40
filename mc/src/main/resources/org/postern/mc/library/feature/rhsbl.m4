# rhsbl(zone[, text][, t | text for failures]): refuses senders whose domain a list in the DNS names; rhs:domain OK in the access map exempts.
ifdef(`_RHSBL_', `', `define(`_RHSBL_', `1')_IN_(6, `Krhsbl dns -R A -T<TMP>')')
define(`_ZONE_', _ARG_)
divert(8)dnl
# senders of domains listed at _ZONE_
R$*			$: < ? > $&f
R< ? > $* @ $+		$: < @ > $1 @ $2
R< ? > $*		$: OKSOFAR
WITH(`access_db', `dnl
R< @ > $+ @ $+		$: < @ > < $2 > $>SearchList < + rhs > $| < F : $1 @ $2 > < D : $2 > < >
R< @ > < $+ > < OK >	$: OKSOFAR
R< @ > < $+ > < $* >	$: < @ > $1 @ $1
')dnl
R< @ > $+ @ $+		$: < ? > $(rhsbl $2 . _ZONE_. $: OK $) < $2 >
R< ? > OK < $+ >	$: OKSOFAR
ifelse(_ARG3_, `t', `R< ? > $+ < TMP > < $+ >	$#error $@ 4.4.3 $: "451 Temporary lookup failure of " $2 " at _ZONE_"
', _ARG3_, `', `R< ? > $+ < TMP > < $+ >	$: OKSOFAR
', `R< ? > $+ < TMP > < $+ >	$#error $@ 4.4.3 $: _ARG3_
')dnl
R< ? > $+ < $+ >	$#error $@ 5.7.1 $: ifelse(_ARG2_, `', `"550 Mail from " $2 " refused by blackhole site _ZONE_"', `_ARG2_')
