# domainmap(domain, map): users of one domain in a map of its own.
_IN_(6, `Kdomainmap_'translit(_ARG_, `.', `_')` `'_ARG2_')
_IN_(3, `R$+ < @ _ARG_ . >	$: < $(domainmap_'translit(_ARG_, `.', `_')` $'`1 $: ? $) > $'`1
R< ? > $+		$#error $@ 5.1.1 $: "550 User unknown"
R< $+ > $+		$@ $>Recurse $'`1')
