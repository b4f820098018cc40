# masquerade_entire_domain: the subdomains of class M are masqueraded too.
