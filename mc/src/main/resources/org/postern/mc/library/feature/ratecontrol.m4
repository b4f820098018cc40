# ratecontrol([nodelay][, terminate]): how often a client may connect, ClientRate: in the access map.
WITH(`access_db', `', `_FAIL_(`FEATURE ratecontrol needs access_db')')
ifelse(_ARG_, `nodelay', `_ON_(`ratecontrol_now')')
define(`_RATE_CODE_', ifelse(_ARG2_, `terminate', `421', `452'))
