# mtamark([text][, t][, retries]): addresses whose owner says in the DNS that they send no mail.
_IN_(6, `Kmtamark dns -R TXT -a. -T<TMP> -r 'ifelse(_ARG3_, `', `5', `_ARG3_'))
divert(8)dnl
# marked as no mail server
R$*			$: $&{client_addr}
R$- . $- . $- . $-	$: < ? > $(mtamark _perm._smtp._srv. $4 . $3 . $2 . $1 .in-addr.arpa. $: OK $)
R< ? > 0 .		$#error $@ 5.7.1 $: ifelse(_ARG_, `', `"550 Rejected: " $&{client_addr} " not listed as MTA"', `_ARG_')
ifelse(_ARG2_, `t', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: "451 Temporary lookup failure of _perm._smtp._srv. for " $&{client_addr}
')dnl
R< ? > $*		$: OK
