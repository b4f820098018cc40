# preserve_luser_host: LUSER_RELAY gets the host of the recipient too.
