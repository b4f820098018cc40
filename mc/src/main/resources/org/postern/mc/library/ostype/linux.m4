# Linux, where things lie in Debian and its kin
_DEFAULT_(`confEBINDIR', `/usr/sbin')
_DEFAULT_(`PROCMAIL_MAILER_PATH', `/usr/bin/procmail')
FEATURE(`local_procmail')
