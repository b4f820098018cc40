# GNU Hurd
_DEFAULT_(`LOCAL_MAILER_PATH', `/libexec/mail.local')
_DEFAULT_(`LOCAL_MAILER_ARGS', `mail $u')
_DEFAULT_(`STATUS_FILE', `/var/log/sendmail.st')
