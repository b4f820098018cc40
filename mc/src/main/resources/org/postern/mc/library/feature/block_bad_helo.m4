# block_bad_helo: clients that give a name they cannot have.
_IN_(5, `CR127.0.0.1 IPv6:0:0:0:0:0:0:0:1 IPv6:::1
Cw[127.0.0.1] [IPv6:0:0:0:0:0:0:0:1] [IPv6:::1]')
