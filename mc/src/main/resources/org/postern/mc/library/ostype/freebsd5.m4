# FreeBSD 5
_DEFAULT_(`LOCAL_MAILER_PATH', `/usr/libexec/mail.local')
_DEFAULT_(`LOCAL_MAILER_ARGS', `mail $u')
_DEFAULT_(`STATUS_FILE', `/var/log/sendmail.st')
_DEFAULT_(`UUCP_MAILER_PATH', `/usr/local/bin/uux')
_DEFAULT_(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
MODIFY_MAILER_FLAGS(`LOCAL', `+S')
