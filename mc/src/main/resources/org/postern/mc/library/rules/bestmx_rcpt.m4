# domains whose best mail exchanger is this host
WITH(`bestmx_limited', `dnl
R$* < @ $* $=B >	$: $1 < @ $2 $3 @@ $(bestmx $2 $3 $) >
', `dnl
R$* < @ $+ >		$: $1 < @ $2 @@ $(bestmx $2 $) >
')dnl
R$* $=O $* < @ $* @@ $=w . >	$@ $>"Rcpt_ok" $1 $2 $3
R$* < @ $* @@ $=w . >	$: $1 < @ $3 >
R$* < @ $* @@ $* >	$: $1 < @ $2 >
