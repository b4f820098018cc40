# bitdomain([map]): domains of BITNET hosts.
_MAP_(`bitdomain', `_ARG_', `bitdomain', `')
