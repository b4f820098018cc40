# virtusertable([map]): addresses of virtual domains.
_MAP_(`virtuser', defn(`_ARG_'), `virtusertable', `', `virtuser')
