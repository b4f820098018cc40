######################################################################
###  Names that others see: 93 MasqHdr, 94 MasqEnv
######################################################################

SMasqHdr=93
WITH(`genericstable', `dnl
# a public address for a login name
WITH(`generics_entire_domain', `dnl
R$+ < @ $* $=G . >	$: < $1 @ $2 $3 > $1 < @ $2 $3 . > @
', `dnl
R$+ < @ $=G . >		$: < $1 @ $2 > $1 < @ $2 . > @
')dnl
R$+ < @ *LOCAL* >	$: < $1 @ $j > $1 < @ *LOCAL* > @
R< $+ > $+ < $* > @	$: < $(generics $1 $: ! $1 $) > $2 < $3 >
R< ! $+ + $* @ $+ > $+ < @ $+ >	$: < $(generics $1 + * @ $3 $@ $2 $: ! $1 + $2 @ $3 $) > $4 < @ $5 >
R< ! $+ + $* @ $+ > $+ < @ $+ >	$: < $(generics $1 @ $3 $: ! $1 + $2 @ $3 $) > $4 < @ $5 >
R< ! $+ @ $+ > $+ < @ $+ >	$: < $(generics @ $2 $@ $1 $: ! $1 @ $2 $) > $3 < @ $4 >
R< ! $+ @ $+ > $+ < @ $+ >	$: < $(generics $1 $: ! $1 $) > $3 < @ $4 >
R< ! $+ + $* > $+ < @ $+ >	$: < $(generics $1 + * $@ $2 $: ! $1 + $2 $) > $3 < @ $4 >
R< ! $+ + $* > $+ < @ $+ >	$: < $(generics $1 $: ! $1 $) > $3 < @ $4 >
R< ! $* > $*		$: $2				no entry
R< $* @ $* > $* < $* >	$: $>canonify $1 @ $2		a whole address
R< $+ > $* < $* >	$: $1 < @ *LOCAL* >		a user of this host
')dnl
# who keeps the name
R$=E < @ *LOCAL* >	$@ $1 < @ $j . >
R$=E < @ $=w . >	$@ $1 < @ $2 . >
WITH(`masquerade_entire_domain', `dnl
R$=E < @ $* $=M . >	$@ $1 < @ $2 $3 . >
R$+ < @ $* $=N . >	$@ $1 < @ $2 $3 . >
R$+ < @ $* $=M . >	$: $1 < @ $2 $3 . @ $M >
', `dnl
R$=E < @ $=M . >	$@ $1 < @ $2 . >
R$+ < @ $=N . >		$@ $1 < @ $2 . >
R$+ < @ $=M . >		$: $1 < @ $2 . @ $M >
')dnl
UNLESS(`limited_masquerade', `dnl
R$+ < @ $=w . >		$: $1 < @ $2 . @ $M >
')dnl
R$+ < @ *LOCAL* >	$: $1 < @ $j . @ $M >
# who gets another one, if there is another one
R$+ < @ $* @ >		$: $1 < @ $2 >
R$+ < @ $* @ $+ >	$: $1 < @ $3 . >

SMasqEnv=94
WITH(`masquerade_envelope', `dnl
R$*			$@ $>MasqHdr $1
', `dnl
R$* < @ *LOCAL* >	$: $1 < @ $j . >
')dnl

