# virtuser_entire_domain: the subdomains of VIRTUSER_DOMAIN too.
