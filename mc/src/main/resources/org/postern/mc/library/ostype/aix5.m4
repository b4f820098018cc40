# AIX 5 and later
_DEFAULT_(`LOCAL_MAILER_PATH', `/bin/bellmail')
_DEFAULT_(`LOCAL_MAILER_FLAGS', `mn9')
_DEFAULT_(`LOCAL_MAILER_ARGS', `mail -F $g $u')
define(`confTIME_ZONE', `USE_TZ')
