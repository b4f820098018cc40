# hosts of UUCP: the neighbours of our relays, then everybody else by ourselves
WITH(`site_V', `dnl
R$* < @ $=V . UUCP. > $*	$: < @ $V > : $1 < @ $2 .UUCP. > $3
')dnl
WITH(`site_W', `dnl
R$* < @ $=W . UUCP. > $*	$: < @ $W > : $1 < @ $2 .UUCP. > $3
')dnl
WITH(`site_X', `dnl
R$* < @ $=X . UUCP. > $*	$: < @ $X > : $1 < @ $2 .UUCP. > $3
')dnl
ANY(`site_V', `site_W', `dnl
R< @ $~[ : $+ > : $* < @ $* > $*	$#$1 $@ $2 $: $3 < @ $4 > $5
R< @ $+ > : $* < @ $* > $*	$#confUUCP_MAILER $@ $1 $: $2 < @ $3 > $4
')dnl
WITH(`site_Y', `dnl
R$* < @ $=Y . UUCP. > $*	$#uucp-new $@ $2 $: $1 < @ $2 .UUCP. > $3
')dnl
ifdef(`UUCP_RELAY', `', `dnl
R$* < @ $* .UUCP. > $*	$#confUUCP_MAILER $@ $2 $: $1 < @ $2 .UUCP. > $3
')dnl
