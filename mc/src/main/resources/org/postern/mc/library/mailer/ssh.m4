# ssh: SMTP spoken to a sendmail at the other end of an ssh connection.
_DEFAULT_(`SSH_MAILER_PATH', ifdef(`SSH_PATH', `SSH_PATH', `/usr/bin/ssh'))
_DEFAULT_(`SSH_REMOTE_COMMAND', `/usr/sbin/sendmail -bs')
_DEFAULT_(`SSH_MAILER_HOST', `$h')
_DEFAULT_(`SSH_MAILER_ARGS', `ssh -o BatchMode=yes -o EscapeChar=none  -- 'SSH_MAILER_HOST` 'SSH_REMOTE_COMMAND)
_DEFAULT_(`_DEF_SSH_MAILER_FLAGS', `mDFMuX')
_DEFAULT_(`SSH_MAILER_FLAGS', `')
ifdef(`SSH_MAILER_USER', `', `_FAIL_(`MAILER ssh needs SSH_MAILER_USER, defined before it')define(`SSH_MAILER_USER', `')')
ifdef(`SSH_MAILER_DIR', `', `_FAIL_(`MAILER ssh needs SSH_MAILER_DIR, defined before it')define(`SSH_MAILER_DIR', `')')
divert(7)dnl
Mssh, P=SSH_MAILER_PATH, F=_MAILER_FLAGS_(`SSH', _DEF_SSH_MAILER_FLAGS`'SSH_MAILER_FLAGS), S=EnvFromSMTP/HdrFromSMTP, R=WITH(`allmasquerade', `EnvToSMTP/HdrFromSMTP', `EnvToSMTP'), E=\r\n, L=990`'_EQUATE_(`M', `SSH_MAILER_MAX')_EQUATE_(`m', `SSH_MAILER_MAXMSGS')_EQUATE_(`r', `SSH_MAILER_MAXRCPTS')_EQUATE_(`C', `SSH_MAILER_CHARSET')_EQUATE_(`Q', `SSH_MAILER_QGRP'), T=DNS/RFC822/SMTP,
	U=SSH_MAILER_USER, D=SSH_MAILER_DIR, A=SSH_MAILER_ARGS

