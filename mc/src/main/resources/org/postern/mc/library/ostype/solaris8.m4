# Solaris 8 to 10
FEATURE(`local_lmtp', `/usr/lib/mail.local')
_DEFAULT_(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
_DEFAULT_(`confPID_FILE', `/var/run/sendmail.pid')
define(`_NETINET6_')
