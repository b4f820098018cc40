# vnet: the network of IBM: user@node.vnet and its old names go to the relay $A.
_IN_(6, `CAvnet.ibm.com vnet rscs ipnet')
_IN_(2, `# nodes of vnet under their old names
R$* % ibmus.rscs < @ $+ > $*	$: $1 < @ us.ibm.com > $3
R$* % ibmca.rscs < @ $+ > $*	$: $1 < @ ca.ibm.com > $3
R$* % ibmuk.rscs < @ $+ > $*	$: $1 < @ uk.ibm.com > $3
R$* % $- .rscs < @ $+ > $*	$: $1 < @ $2 .rscs > $4
R$* < @ $- . $=A > $*	$: $1 < @ $2 .vnet . >')
_ON_(`net_config')
_IN_(1, `R$* < @ $=w . > $*	$@ $1 < @ $2 . > $3
R$* < @ $=w > $*	$@ $1 < @ $2 . > $3
R$* < @ $- .vnet . > $*	$#relay $@ $A $: $1 < @ $2 .VNET. > $3
R$* < @ $+ .ibm.com > $*	$#relay $@ $2 .ibm.com $: $1 < @ $2 .ibm.com > $3
R$* < @ $+ .ibm.com. > $*	$#relay $@ $2 .ibm.com $: $1 < @ $2 .ibm.com > $3')
