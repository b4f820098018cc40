
# A copy goes to the host of $A, whatever its address.
SParseBcc
R$+			$: < $&{addr_type} > < $&A > $1
R< e b > < $+ > $+	$@ $>MailerToTriple < $1 > $2
R< $* > < $* > $+	$@ $3

# Which address gets a copy of the mail to this recipient? None if nothing is returned.
Sbcc
R< $+ >			$1
WITH(`bcc_access', `dnl
R$+ @ $+		$: $1 @ $2 $| $>SearchList < ! bcc > $| < D : $2 > < >
', `dnl
R$+ @ $+		$: $1 @ $2 $| $>BCC $2
')dnl
R$* $| < ? >		$@
R$* $| < $* <TMPF> >	_TEMPORARY_
R$* $| < $* >		$: ifelse(_BCC_TO_, `', `$1', `_BCC_TO_')
WITH(`bcc_rewritten', `dnl
R$+ @ $+		$: $1 @ $2 $| < $(canonicalRcpt $1 @ $2 $: $) >
R$* $| < >		$@
R$* $| < $* <TMPF> >	_TEMPORARY_
R$* $| < $+ >		$@ $2
')dnl
UNLESS(`bcc_access', `dnl

# a domain, or with a dot in front the domains below it
SBCC
R$+			$: < $(bcctable $1 $: ? $) > $1
R< ? > $- . $+		   < $(bcctable . $2 $: ? $) > $2
R< $* > $*		$@ < $1 >
')dnl
