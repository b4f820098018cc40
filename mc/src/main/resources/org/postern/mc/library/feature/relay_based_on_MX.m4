# relay_based_on_MX: domains that name this host as a mail exchanger are relayed.
_IN_(6, `Kmxserved bestmx -z: -T<TEMP>')
