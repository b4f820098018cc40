# domaintable([map]): domains that have another name now.
_MAP_(`domaintable', defn(`_ARG_'), `domaintable', `', `domain')
