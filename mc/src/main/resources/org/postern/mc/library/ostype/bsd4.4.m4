# 4.4BSD
_DEFAULT_(`LOCAL_MAILER_PATH', `/usr/libexec/mail.local')
_DEFAULT_(`STATUS_FILE', `/var/log/sendmail.st')
_DEFAULT_(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
