# local_procmail([path[, arguments[, flags]]]): procmail puts mail into the mailboxes; user+detail comes to it as an argument.
define(`LOCAL_MAILER_PATH', ifelse(_ARG_, `', `ifdef(`PROCMAIL_MAILER_PATH', `PROCMAIL_MAILER_PATH', `/usr/local/bin/procmail')', `_ARG_'))
define(`LOCAL_MAILER_ARGS', ifelse(_ARG2_, `', ``procmail -a $h -d $u'', `_ARG2_'))
define(`LOCAL_MAILER_FLAGS', ifelse(_ARG3_, `', ``SPfhn9'', `_ARG3_'))
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `X-Unix')
_OFF_(`local_lmtp')
