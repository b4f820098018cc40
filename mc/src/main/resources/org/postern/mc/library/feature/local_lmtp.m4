# local_lmtp([path[, arguments]]): mailboxes are written by a program that speaks LMTP.
_DEFAULT_(`confEBINDIR', `/usr/libexec')
define(`LOCAL_MAILER_PATH', ifelse(_ARG_, `', `confEBINDIR/mail.local', `_ARG_'))
define(`LOCAL_MAILER_ARGS', ifelse(_ARG2_, `', `mail.local -l', `_ARG2_'))
define(`LOCAL_MAILER_FLAGS', `PSXmnz9')
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `SMTP')
