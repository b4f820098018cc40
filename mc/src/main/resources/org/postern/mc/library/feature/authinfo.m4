# authinfo([map]): who we are for servers that ask, in a map of its own.
_MAP_(`authinfo', defn(`_ARG_'), `authinfo', `', `authinfo')
