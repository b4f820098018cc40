# bestmx_is_local([domains]): this host is the best mail exchanger of a domain, so its mail is local. The domains limit it to class B.
_IN_(6, `Kbestmx bestmx')
ifelse(_ARG_, `', `', `_ON_(`bestmx_limited')_IN_(6, `CB`'_ARG_')')
