# uucpdomain([map]): domains of UUCP hosts.
_MAP_(`uudomain', `_ARG_', `uudomain', `')
