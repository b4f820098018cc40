# The mailers for users of this host and for programs.
_DEFAULT_(`LOCAL_MAILER_PATH', `/bin/mail')
_DEFAULT_(`_LOCAL_BASE_FLAGS_', `lsDFMAw5:/|@q')
_DEFAULT_(`LOCAL_MAILER_FLAGS', `Prmn9')
_DEFAULT_(`LOCAL_MAILER_ARGS', `mail -d $u')
_DEFAULT_(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `X-Unix')
_DEFAULT_(`LOCAL_SHELL_PATH', `/bin/sh')
_DEFAULT_(`_SHELL_BASE_FLAGS_', `lsDFMoq')
_DEFAULT_(`LOCAL_SHELL_FLAGS', `eu9')
_DEFAULT_(`LOCAL_SHELL_ARGS', `sh -c $u')
_DEFAULT_(`LOCAL_SHELL_DIR', `$z:/')
define(`_LOCAL_RULES_', WITH(`local_lmtp', ``S=EnvFromSMTP/HdrFromL, R=EnvToL/HdrToL'', ``S=EnvFromL/HdrFromL, R=EnvToL/HdrToL''))
WITH(`allmasquerade', `UNLESS(`local_no_masquerade', `_ON_(`all_masquerade_locally')')')
divert(7)dnl
Mlocal, P=LOCAL_MAILER_PATH, F=_MAILER_FLAGS_(`LOCAL', _LOCAL_BASE_FLAGS_`'LOCAL_MAILER_FLAGS), defn(`_LOCAL_RULES_')_EQUATE_(`M', `LOCAL_MAILER_MAX')_EQUATE_(`m', `LOCAL_MAILER_MAXMSGS')_EQUATE_(`r', `LOCAL_MAILER_MAXRCPTS')_EQUATE_(`C', `LOCAL_MAILER_CHARSET')_EQUATE_(`E', `LOCAL_MAILER_EOL')_EQUATE_(`L', `LOCAL_MAILER_LL')_EQUATE_(`Q', `LOCAL_MAILER_QGRP'), T=DNS/RFC822/LOCAL_MAILER_DSN_DIAGNOSTIC_CODE,
	A=LOCAL_MAILER_ARGS
Mprog, P=LOCAL_SHELL_PATH, F=_MAILER_FLAGS_(`SHELL', _SHELL_BASE_FLAGS_`'LOCAL_SHELL_FLAGS), S=EnvFromL/HdrFromL, R=EnvToL/HdrToL, D=LOCAL_SHELL_DIR`'_EQUATE_(`M', `LOCAL_MAILER_MAX')_EQUATE_(`Q', `LOCAL_SHELL_QGRP'), T=X-Unix/X-Unix/X-Unix,
	A=LOCAL_SHELL_ARGS

# A user of this host as sender: the null address is the mailer daemon; the envelope has the whole name.
SEnvFromL
R< @ >			$n
R@ < @ $* >		$n
R$+			$: $>AddDomain $1
R$*			$: $>MasqEnv $1

# As recipient: the mailbox needs no host, and as sender no detail.
SEnvToL
R$+ < @ $* >		$: $1
R$+ + $*		$: < $&{addr_type} > $1 + $2
R< e s > $+ + $*	$: $1
R< $* > $+		$: $2

# In headers.
SHdrFromL
R< @ >			$n
R@ < @ $* >		$n
R$+			$: $>AddDomain $1
WITH(`local_no_masquerade', `dnl
R$* < @ *LOCAL* >	$: $1 < @ $j . >
', `dnl
R$*			$: $>MasqHdr $1
')dnl

SHdrToL
R$+			$: $>AddDomain $1
WITH(`all_masquerade_locally', `dnl
R$*			$: $>MasqHdr $1
', `dnl
R$* < @ *LOCAL* >	$: $1 < @ $j . >
')dnl

# A user without host gets one where the feature always_add_domain asks for it.
SAddDomain
WITH(`always_add_domain', `dnl
R$* < @ $* > $*		$@ $1 < @ $2 > $3
R$+			$@ $1 < @ _ADDED_DOMAIN_ >
')dnl

