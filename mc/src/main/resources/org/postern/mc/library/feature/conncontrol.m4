# conncontrol([nodelay][, terminate]): how many connections at once, ClientConn: in the access map.
WITH(`access_db', `', `_FAIL_(`FEATURE conncontrol needs access_db')')
ifelse(_ARG_, `nodelay', `_ON_(`conncontrol_now')')
define(`_CONN_CODE_', ifelse(_ARG2_, `terminate', `421', `452'))
