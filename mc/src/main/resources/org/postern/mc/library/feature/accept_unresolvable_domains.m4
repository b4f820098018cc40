# accept_unresolvable_domains: the domain of a sender need not exist.
