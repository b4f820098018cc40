# ldap_routing([host map][, address map][, bounce | sendertoo][, preserve | strip][, nodomain][, tempfail]): users of the domains of
# LDAPROUTE_DOMAIN have their host and their address in LDAP.
define(`_LDAP_BASE_', `ldap -1 -T<TMPF> -v')
_IN_(6, `Kldapmh 'ifelse(_ARG_, `', `_LDAP_BASE_ mailHost -k (&(objectClass=inetLocalMailRecipient)(mailLocalAddress=%0))', `_ARG_')`
Kldapmra 'ifelse(_ARG2_, `', `_LDAP_BASE_ mailRoutingAddress -k (&(objectClass=inetLocalMailRecipient)(mailLocalAddress=%0))', `_ARG2_'))
ifelse(_ARG3_, `', `', _ARG3_, `passthru', `', `_ON_(`ldap_bounce')')
ifelse(_ARG3_, `sendertoo', `_ON_(`ldap_sender')')
ifelse(_ARG4_, `preserve', `_ON_(`ldap_preserve')', _ARG4_, `strip', `_ON_(`ldap_strip')')
ifelse(_ARG5_, `nodomain', `_ON_(`ldap_nodomain')')
ifelse(_ARG6_, `tempfail', `_ON_(`ldap_tempfail')')
