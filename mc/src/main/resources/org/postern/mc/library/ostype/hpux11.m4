# HP-UX 11
_DEFAULT_(`LOCAL_MAILER_PATH', `/usr/bin/rmail')
_DEFAULT_(`LOCAL_MAILER_FLAGS', `m9')
_DEFAULT_(`LOCAL_MAILER_ARGS', `rmail -d $u')
_DEFAULT_(`LOCAL_SHELL_PATH', `/usr/bin/sh')
define(`confTIME_ZONE', `USE_TZ')
