# drac([map]): addresses that have read their mail a moment ago may relay.
_MAP_(`drac', defn(`_ARG_'), `drac', `', `drac')
