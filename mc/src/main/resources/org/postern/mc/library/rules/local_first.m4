ifelse(_LOCAL_, `Local_tls_client', `dnl
R$* $| $*		$: $1 $| $2 $| $>"_LOCAL_" $1 $| $2
R$* $| $* $| $#$*	$#$3
R$* $| $* $| $*		$: $1 $| $2
', `dnl
R$*			$: $1 $| $>"_LOCAL_" $1
R$* $| $#$*		$#$2
R$* $| $*		$: $1
')dnl
