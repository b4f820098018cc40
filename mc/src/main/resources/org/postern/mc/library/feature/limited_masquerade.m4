# limited_masquerade: only class M is masqueraded, not this host's own names.
