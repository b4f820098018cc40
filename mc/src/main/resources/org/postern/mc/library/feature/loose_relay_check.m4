# loose_relay_check: user%host@us is let in without a look at the host.
