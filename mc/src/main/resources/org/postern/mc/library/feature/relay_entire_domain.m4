# relay_entire_domain: the hosts of our own domain may relay, and are relayed to.
