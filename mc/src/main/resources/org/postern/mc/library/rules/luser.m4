# users that this host does not know go to another one
WITH(`preserve_local_plus_detail', `dnl
R< > $+ + $*		$: < ? > < + $2 > $(user $1 $)
R< > $+			$: < ? > < > $(user $1 $)
', `dnl
R< > $+			$: < ? > < $&h > $(user $1 $)
')dnl
R< ? > < + $* > $+ < >	$: < > $2 WITH(`preserve_local_plus_detail', `+ $1')		known
R< ? > < $* > $+ < >	$: < > $2
R< ? > < + $* > $+	$: < ? > $2 + $1
R< ? > < $* > $+	$: < ? > $2
WITH(`preserve_luser_host', `dnl
R< ? > $+		$: < ? > < $&{Host} > $1
R< ? > < > $+		$: < $L > $1
R< ? > < $+ > $+	$>MailerToTriple < $L > $2 < @ $1 >
', `dnl
R< ? > $+		$: < $L > $1
')dnl
