# --- the mail exchangers of a domain, one after the other ---------------------------------------------------------------------
SBadMx
R$+			$: $1 $| $(badmx_list $1 $: $)
R$+ $| $* <TEMP>	$#error $@ 4.1.2 $: "450 MX lookup failure for " $1
R$+ $|			$@ OK
R$+ $| $+		$@ $>BadMxNext $1 $| $2 :

SBadMxNext
R$+ $|			$@ OK
R$+ $| $+ : $*		$: $1 $| $3 $| < $(badmx_number $2 $: $2 $) >
R$+ $| $* $| < $* <BAD> >	$#error $@ 5.1.2 $: "550 Illegal MX record for host " $1
R$+ $| $* $| < $+ >	$: $1 $| $2 $| < $(badmx_address $3 $: ? $) >
R$+ $| $* $| < $* <TEMP> >	$#error $@ 4.1.2 $: "450 MX lookup failure for " $1
R$+ $| $* $| < $+ <OK> >	$: $1 $| $2 $| < $(badmx_range $3 $: ? $) >
R$+ $| $* $| < $* <BAD> >	$#error $@ 5.1.2 $: "550 Invalid MX record for host " $1
R$+ $| $* $| $*		$@ $>BadMxNext $1 $| $2

