# POP mailboxes: user.POP.
_DEFAULT_(`POP_MAILER_PATH', `/usr/lib/mh/spop')
_DEFAULT_(`POP_MAILER_FLAGS', `Penu')
_DEFAULT_(`POP_MAILER_ARGS', `pop $u')
divert(7)dnl
Mpop, P=POP_MAILER_PATH, F=_MAILER_FLAGS_(`POP', `lsDFMq'POP_MAILER_FLAGS), S=EnvFromL, R=EnvToL/HdrToL`'_EQUATE_(`Q', `POP_MAILER_QGRP'), T=DNS/RFC822/X-Unix,
	A=POP_MAILER_ARGS

