# promiscuous_relay: everybody may send to everybody.
_WARN_(`FEATURE promiscuous_relay makes this an open relay')
