# --- how often, and how many at once ------------------------------------------------------------------------------------------
WITH(`ratecontrol', `dnl
SRateControl
R$*			$: $>SearchList < ! ClientRate > $| < A : $&{client_addr} > < E : > < >
R< ? >			$@ OK
R< $* <TMPF> >		_TEMPORARY_
R< 0 >			$@ OK
R< $+ >			$: $(arith l $@ $1 $@ $&{client_rate} $)
RTRUE			$#error $@ 4.3.2 $: _RATE_CODE_ Connection rate limit exceeded.
R$*			$@ OK

')dnl
WITH(`conncontrol', `dnl
SConnControl
R$*			$: $>SearchList < ! ClientConn > $| < A : $&{client_addr} > < E : > < >
R< ? >			$@ OK
R< $* <TMPF> >		_TEMPORARY_
R< 0 >			$@ OK
R< $+ >			$: $(arith l $@ $1 $@ $&{client_connections} $)
RTRUE			$#error $@ 4.3.2 $: _CONN_CODE_ Too many open connections.
R$*			$@ OK

')dnl
