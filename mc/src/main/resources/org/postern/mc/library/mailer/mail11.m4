# mail11: DECnet's own mail protocol.
_FAIL_(`MAILER mail11: the network is gone; DECNET_RELAY names a host that still knows it')
