# domaintable([map]): domains that have another name now.
_MAP_(`domaintable', `_ARG_', `domaintable', `')
