# domains whose best mail exchanger is this host
WITH(`bestmx_limited', `dnl
R$* < @ $* $=B . > $*	$: $1 < @ $2 $3 . @@ $(bestmx $2 $3 $) > $4
', `dnl
R$* < @ $+ > $*		$: $1 < @ $2 @@ $(bestmx $2 $) > $3
')dnl
R$* $=O $* < @ $* @@ $=w . > $*	$@ $>Recurse $1 $2 $3
R< @ $* @@ $=w . > : $*	$@ $>Recurse $3
R$+ < @ $* @@ $=w . >	$#confLOCAL_MAILER $: $1
R$* < @ $* @@ $* > $*	$: $1 < @ $2 > $4
