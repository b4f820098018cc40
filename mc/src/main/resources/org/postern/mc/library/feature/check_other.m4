# check_other([regex]): unknown commands that match end the session.
define(`_CHECK_OTHER_', ifelse(_ARG_, `', `^[[:print:]]+ *:', `_ARG_'))
