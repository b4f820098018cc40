# hosts of UUCP: this one, the neighbours of our relays, then everybody else by ourselves
WITH(`site_U', `dnl
R$* < @ $=U . UUCP. > $*	$@ $>Recurse $1 $3
')dnl
WITH(`site_V', `dnl
R$* < @ $=V . UUCP. > $*	$: $>MailerToTriple < $V > $1 < @ $2 .UUCP. > $3
')dnl
WITH(`site_W', `dnl
R$* < @ $=W . UUCP. > $*	$: $>MailerToTriple < $W > $1 < @ $2 .UUCP. > $3
')dnl
WITH(`site_X', `dnl
R$* < @ $=X . UUCP. > $*	$: $>MailerToTriple < $X > $1 < @ $2 .UUCP. > $3
')dnl
ifdef(`UUCP_RELAY', `', `dnl
R$* < @ $* .UUCP. > $*	$#confUUCP_MAILER $@ $2 $: $1 < @ $2 .UUCP. > $3
')dnl
