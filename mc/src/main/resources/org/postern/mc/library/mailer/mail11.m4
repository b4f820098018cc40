# mail11: DECnet's own mail protocol; user@node.DECNET.
_DEFAULT_(`MAIL11_MAILER_PATH', `/usr/etc/mail11')
_DEFAULT_(`MAIL11_MAILER_FLAGS', `nsFx')
_DEFAULT_(`MAIL11_MAILER_ARGS', `mail11 $g $x $h $u')
_ON_(`decnet_syntax')
_IN_(6, `CPDECNET')
divert(3)dnl
R$* < @ $=w .DECNET. >	$#confLOCAL_MAILER $: $1
R$+ < @ $+ .DECNET. >	$#mail11 $@ $2 $: $1
divert(7)dnl
Mmail11, P=MAIL11_MAILER_PATH, F=_MAILER_FLAGS_(`MAIL11', MAIL11_MAILER_FLAGS), S=Mail11From, R=Mail11To`'_EQUATE_(`Q', `MAIL11_MAILER_QGRP'), T=DNS/X-DECnet/X-Unix,
	A=MAIL11_MAILER_ARGS

# node::user, and for UUCP host!user
SMail11To
R$+ < @ $- .UUCP >	$: $2 ! $1
R$+ < @ $- .DECNET >	$: $2 :: $1
R$+ < @ $- .LOCAL >	$: $2 :: $1
R$+ < @ $=w . >		$: $2 :: $1
R$=w :: $+		   $2
R$+ :: $+		$@ $1 :: $2
# senders get the name of this host
SMail11From
R$+			$: $>Mail11To $1
R$w :: $+		$@ $w :: $1

