# the mail exchanger of the sender's domain
R< OKR > $* < @ $+ >	$: < OKR > < $(badmx $2 $: ? $) > < $2 > $1 < @ $2 >
R< OKR > < ? > < $+ > $*	$: < OKR > $2
R< OKR > < $* < TEMP > > < $+ > $*	$#error $@ 4.1.2 $: "450 MX lookup failure for " $2
R< OKR > < $+ < OK > > < $+ > $*	$: < OKR > $(badmx_number $1 $: $1 $) < $1 > < $2 > $3
R< OKR > $* < BAD > < $+ > < $+ > $*	$#error $@ 5.1.2 $: "550 Illegal MX record for host " $3
R< OKR > $* < $+ > < $+ > $*	$: < OKR > $(badmx_address $2 $: ? $) < $3 > $4
R< OKR > ? < $+ > $*	$: < OKR > $2
R< OKR > $* < TEMP > < $+ > $*	$#error $@ 4.1.2 $: "450 MX lookup failure for " $2
R< OKR > $+ < OK > < $+ > $*	$: < OKR > $(badmx_range $1 $: ? $) < $2 > $3
R< OKR > $* < BAD > < $+ > $*	$#error $@ 5.1.2 $: "550 Invalid MX record for host " $2
R< OKR > ? < $+ > $*	$: < OKR > $2
