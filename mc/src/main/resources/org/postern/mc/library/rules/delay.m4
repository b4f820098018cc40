# --- delay_checks: everything is asked at RCPT ------------------------------------------------------------------------------
ANY(`ratecontrol_now', `conncontrol_now', `dnl
Scheck_relay
')dnl
WITH(`ratecontrol_now', `dnl
R$*			$: $1 $| $>"RateControl" dummy
R$* $| $#$*		$#$2
R$* $| $*		$: $1
')dnl
WITH(`conncontrol_now', `dnl
R$*			$: $1 $| $>"ConnControl" dummy
R$* $| $#$*		$#$2
R$* $| $*		$: $1
')dnl

Scheck_rcpt
R$*			$: $1 $| $>checkrcpt $1
R$* $| $#error $*	$#error $2
R$* $| $#discard $*	$#discard $2
R$* $| $#$*		$@ $>"tls_client" $&{verify} $| MAIL	the client is known: no further tests
R$* $| $*		$: < ? > $1
WITH(`access_db', `ifdef(`_SPAM_', `dnl
# friends of spam are spared the tests of sender and client, or only its haters have them
R< ? > $*		$: < ? > $>CanonAddr $1
R< ? > $* < @ $+ . >	   < ? > $1 < @ $2 >
R< ? > $+ < @ $+ >	$: $>SearchList < ! Spam > $| < F : $1 @ $2 > < D : $2 > < U : $1 @ > < >
R< ? > $+		$: $>SearchList < ! Spam > $| < U : $1 @ > < >
R< $* <TMPF> >		_TEMPORARY_
ifelse(_SPAM_, `friend', `dnl
R< FRIEND >		$: SPAMFRIEND
R< $* >			$: < ? >
', `dnl
R< HATER >		$: HATER
R< $* >			$: NOSPAMHATER

')dnl
R$-			$: $1 $| $>"tls_client" $&{verify} $| MAIL	they are spared, but not from this
RHATER $| $*		$: < ? >
R$- $| $#$*		$#$2
R$- $| $*		$@ $1
')')dnl
R$*			$: $>checkmail < $&f >
R$#$*			$#$1
R$*			$: $>checkrelay $&{client_name} $| $&{client_addr}
R$#$*			$#$1
WITH(`block_bad_helo', `dnl
R$*			$: $>BadHelo $&s
R$#$*			$#$1
')dnl

