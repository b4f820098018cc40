# accept_unqualified_senders: senders without a domain are taken from everybody.
