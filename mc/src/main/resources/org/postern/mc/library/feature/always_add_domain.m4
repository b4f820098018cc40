# always_add_domain([domain]): users without host get this host, or the domain, even in mail that stays here.
define(`_ADDED_DOMAIN_', ifelse(_ARG_, `', `*LOCAL*', `_ARG_'))
