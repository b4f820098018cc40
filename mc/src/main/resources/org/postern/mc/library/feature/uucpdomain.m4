# uucpdomain([map]): domains of UUCP hosts.
_MAP_(`uudomain', defn(`_ARG_'), `uudomain', `', `uucpdomain')
