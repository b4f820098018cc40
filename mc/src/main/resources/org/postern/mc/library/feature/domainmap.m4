# domainmap(domain, map): the users of one domain stand in a map of its own: user, and the address that gets the mail.
ifelse(_ARG2_, `', `_FAIL_(`FEATURE domainmap needs a domain and its map')')
define(`_DOMAIN_', `domain_'translit(_ARG_, `.-', `__'))
define(`_DOMAIN_SPEC_', ifelse(index(_ARG2_, `-T'), `-1', `regexp(_ARG2_, `^\([^ ]+\)\(.*\)', `\1 -T<TMPF>\2')', `_ARG2_'))
_IN_(6, `K'_DOMAIN_` '_DOMAIN_SPEC_)
_IN_(3, `# users of '_ARG_`
R$* $=O $* < @ '_ARG_`. >	$@ $>Recurse $1 $2 $3
R$+ < @ '_ARG_`. >	$: $>'_DOMAIN_` $1 < @ '_ARG_`. >')
_IN_(9, `
# the address of a user of '_ARG_`; a sender stays as it is
S'_DOMAIN_`
R$=L < @ $=w . >	$@ $1 < @ $2 . >
R$+ < @ $+ >	$: < $&{addr_type} > $1 < @ $2 >
R< e s > $+	$@ $1
R< $* > $+	$: < ! > $2
R< ! > $+ + $* < @ $+ >	$: < $('_DOMAIN_` $1 $: ? $) > < + $2 >
R< ! > $+ < @ $+ >	$: < $('_DOMAIN_` $1 $: ? $) > < >
R< ? > < $* >	$#error $@ 5.1.1 $: "550 email address lookup in domain map failed"
R< $* <TMPF> > < $* >	$#error $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R< $+ @ $+ > < + $* >	$@ $>Recurse $1 + $3 @ $2
R< $+ > < $* >	$@ $>Recurse $1')
