# virtusertable([map]): addresses of virtual domains.
_MAP_(`virtuser', `_ARG_', `virtusertable', `')
