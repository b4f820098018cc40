# Solaris 2.5 to 7
_DEFAULT_(`LOCAL_MAILER_PATH', `/usr/lib/mail.local')
_DEFAULT_(`LOCAL_MAILER_FLAGS', `fSmn9')
_DEFAULT_(`LOCAL_MAILER_ARGS', `mail.local -d $u')
_DEFAULT_(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
