# drac([map]): addresses that have read their mail a moment ago may relay.
_MAP_(`drac', `_ARG_', `drac', `')
