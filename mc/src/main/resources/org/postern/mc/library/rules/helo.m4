# --- names that a client cannot have ----------------------------------------------------------------------------------------
SBadHelo
R$*			$: < $&{auth_type} > $&s
R< $+ > $*		$@ RELAY			it is known
R< > $*			$: < $&{client_addr} > $1
R< > $*			$@ RELAY			a program of this host
R< $=R $* > $*		$@ RELAY
R< $* > $*		$: $2
R$=w			$#error $@ 5.7.1 $: "550 bogus HELO name used: " $&s
R$+			$: < [ $1 ] > $1
R< $=w > $*		$#error $@ 5.7.1 $: "550 bogus HELO name used: " $&s
R< $* > $*		$: $2
R[ $* ]			$@ OK
R$+ . $+		$@ OK
R$*			$#error $@ 5.7.1 $: "550 bogus HELO name used: " $&s

