# relay_hosts_only: class R and the access map name hosts, not domains.
