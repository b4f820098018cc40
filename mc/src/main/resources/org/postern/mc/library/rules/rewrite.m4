######################################################################
###  Addresses in and out: 3 canonify, 96 Canonify2, 4 final, 97 Recurse
######################################################################
# Inside the rules an address is  user < @ host . >  : the brackets are the focus, the last dot says that the host is a
# known, complete name. *LOCAL* is a host that stands for this one until a name is chosen for it.

# What stands in front of a colon is a phrase, unless the colon belongs to something else.
SWithoutPhrase
R$* < $* > $*		$@ $1 < $2 > $3			brackets tell where the address is
R$* : $* [ $* ]		$@ $2 [ $3 ]			phrase and address literal
R@ $*			$@ @ $1				a route
R$* [ IPv6 : $+ ]	$@ $1 [ IPv6 : $2 ]		the colons of an IPv6 literal
R$* :: $*		$@ $1 :: $2			node::user
R:include: $*		$@ :include: $1
R$* : $*		$@ $2				phrase: address

Scanonify=3
R$@			$@ < @ >			nothing is the null address
R$*			$: $>WithoutPhrase $1
R$* < @ >		$: $1				no address in the brackets
R$* ;			   $1				the end of a group
R$* < $+ : ; > $*	$@ $2 : ; < @ >			an empty group inside brackets
R$* < $* ; >		   $1 < $2 >
R$@			$@ : ; < @ >
# the innermost brackets hold the address
R$* < $* < $*		   < $3				forget what is left of the last one
R$* < > $*		$@ < @ >
R$* < $+ > $*		$: $2
# a route is not followed: the last hop counts
R@ $+ , $+		   $2
R@ [ $* ] : $+		   $2				colons inside a literal
R@ $+ : $+		   $2
R$+ : $* ; @ $+		$@ $>Canonify2 $1 : $2 ; < @ $3 >	a group with a host
# the last @ divides user and host
R$+ @ $+		$: $1 < @ $2 >
R$+ < $+ @ $+ >		   $1 $2 < @ $3 >
R$+ < @ $+ >		$@ $>Canonify2 $1 < @ $2 >
UNLESS(`nouucp', `dnl
# paths: host!user and host.domain!user
R$- ! $+		$@ $>Canonify2 $2 < @ $1 .UUCP >
R$+ . $- ! $+		$@ $>Canonify2 $3 < @ $1 . $2 >
R$+ ! $+		$@ $>Canonify2 $2 < @ $1 .UUCP >
')dnl
WITH(`decnet_syntax', `dnl
# node::user
R$- :: $+		$@ $>Canonify2 $2 < @ $1 .DECNET >
R$- . $- :: $+		$@ $>Canonify2 $3 < @ $1 . $2 .DECNET >
')dnl
UNLESS(`nopercenthack', `dnl
# a percent sign is an @ in disguise; only the last one divides
R$* % $*		   $1 @ $2
R$* @ $* @ $*		   $1 % $2 @ $3
')dnl
R$* @ $*		$@ $>Canonify2 $1 < @ $2 >
R$*			$@ $>Canonify2 $1		a user without host

# The host gets its canonical name; what is known to be a complete name gets the dot.
SCanonify2=96
R$* < @ localhost > $*		$: $1 < @ $j . > $2
R$* < @ localhost . $m > $*	$: $1 < @ $j . > $2
UNLESS(`nouucp', `dnl
R$* < @ localhost . UUCP > $*	$: $1 < @ $j . > $2
')dnl
# an address literal of ours is this host; another one is not looked at any further
R$* < @ [ $+ ] > $*		$: $1 < [ $2 ] > $3
R$* < $=w > $*			$: $1 < @ $j . > $3
R$* < [ $+ ] > $*		$@ $1 < @ [ $2 ] > $3
WITH(`domaintable', `dnl
# a domain that has another name now
R$* < @ $+ > $*			$: < $(domaintable $2 $: $) > $1 < @ $2 > $3
R< > $*				$: $1
R< $+ > $* < @ $+ > $*		$: $2 < @ $1 > $4
')dnl
undivert(2)dnl
WITH(`bitdomain', `dnl
R$* < @ $+ .BITNET > $*		$: $1 < @ $(bitdomain $2 $: $2 .BITNET $) > $3
')dnl
WITH(`uucpdomain', `dnl
R$* < @ $+ .UUCP > $*		$: $1 < @ $(uudomain $2 $: $2 .UUCP $) > $3
')dnl
ifdef(`UUCP_RELAY', `dnl
# the relay takes care of names that end in .UUCP
R$* < @ $+ . UUCP > $*		$@ $1 < @ $2 . UUCP . > $3
', `UNLESS(`nouucp', `dnl
# our own paths
R$* < @ $=U . UUCP > $*		$@ $1 < @ $2 . UUCP . > $3
R$* < @ $=V . UUCP > $*		$@ $1 < @ $2 . UUCP . > $3
R$* < @ $=W . UUCP > $*		$@ $1 < @ $2 . UUCP . > $3
R$* < @ $=X . UUCP > $*		$@ $1 < @ $2 . UUCP . > $3
R$* < @ $=Y . UUCP > $*		$@ $1 < @ $2 . UUCP . > $3
WITH(`nocanonify', `', `dnl
# the first host of a path may be known by name
R$* < @ $+ . UUCP > $*		$: $1 < @ $[ $2 $] . UUCP . > $3
')dnl
R$* < @ $+ . . UUCP . > $*	$@ $1 < @ $2 . > $3
')')dnl
# names that are no host names, or complete already
R$* < @ $* $=P > $*		$: $1 < @ $2 $3 . > $4
# all others are looked up, as far as the daemon wants it
WITH(`nocanonify', `dnl
R$* < @ $* $~P > $*		$: $&{daemon_flags} $| $1 < @ $2 $3 > $4
R$* c c $* $| $* < @ $+ > $*	$: $3 < @ $[ $4 $] > $5		the daemon has flag c
R$* $| $* < @ $* $={Canonify} > $*	$: $2 < @ $[ $3 $4 $] > $5
R$* $| $* < @ $+ . $+ > $*	$: $2 < @ $3 . $4 . > $5
WITH(`canonify_unqualified', `dnl
R$* $| $* < @ $+ > $*		$: $2 < @ $[ $3 $] > $4
')dnl
R$* $| $*			$: $2
', `dnl
R$* < @ $* $~P > $*		$: $&{daemon_flags} $| $1 < @ $2 $3 > $4
R$* CC $* $| $* < @ $+ . $+ > $*	$: $3 < @ $4 . $5 . > $6	the daemon has flag C
R$* CC $* $| $*			$: $3
R$* $| $* < @ $+ > $*		$: $2 < @ $[ $3 $] > $4
R$* $| $*			$: $2
')dnl
# our own names, with or without DNS
R$* < @ $=w > $*		$: $1 < @ $2 . > $3
WITH(`masquerade_entire_domain', `dnl
R$* < @ $* $=M > $*		$: $1 < @ $2 $3 . > $4
', `dnl
R$* < @ $=M > $*		$: $1 < @ $2 . > $3
')dnl
BOTH(`virtusertable', `virtual_hosts', `WITH(`virtuser_entire_domain', `dnl
R$* < @ $* $={VirtHost} > $*	$: $1 < @ $2 $3 . > $4
', `dnl
R$* < @ $={VirtHost} > $*	$: $1 < @ $2 . > $3
')')dnl
WITH(`genericstable', `WITH(`generics_entire_domain', `dnl
R$* < @ $* $=G > $*		$: $1 < @ $2 $3 . > $4
', `dnl
R$* < @ $=G > $*		$: $1 < @ $2 . > $3
')')dnl
R$* < @ $* . . > $*		   $1 < @ $2 . > $3

# Back to the form that leaves this host.
Sfinal=4
R$+ : ; < @ >			$@ $1 :				a group without members
R$* < @ >			$@				the null address
R$* < @ $+ . > $*		$: $1 < @ $2 > $3
R$* < @ *LOCAL* > $*		$: $1 < @ $j > $2
R$* < $+ > $*			   $1 $2 $3
R@ $+ : @ $+ : $+		   @ $1 , @ $2 : $3		a route is separated by commas
UNLESS(`nouucp', `dnl
R$+ @ $- . UUCP			$2 ! $1
')dnl
R$+ % $=w @ $=w			   $1 @ $2			both are this host
WITH(`decnet_syntax', `dnl
R$+ @ $+ .DECNET		$2 :: $1
')dnl

SRecurse=97
R$*				$: $>canonify $1
R$*				$@ $>parse $1

