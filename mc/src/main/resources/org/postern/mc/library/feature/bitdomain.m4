# bitdomain([map]): domains of BITNET hosts.
_MAP_(`bitdomain', defn(`_ARG_'), `bitdomain', `', `bitdomain')
