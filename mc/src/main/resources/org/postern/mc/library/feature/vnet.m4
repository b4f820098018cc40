# vnet: IBM's old network.
_FAIL_(`FEATURE vnet: the network is gone')
