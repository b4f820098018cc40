# Directory look-ups by CCSO's ph.
_DEFAULT_(`PH_MAILER_PATH', `/usr/local/etc/phquery')
_DEFAULT_(`PH_MAILER_FLAGS', `ehmu')
_DEFAULT_(`PH_MAILER_ARGS', `phquery -- $u')
divert(7)dnl
Mph, P=PH_MAILER_PATH, F=_MAILER_FLAGS_(`PH', `nrDFM'PH_MAILER_FLAGS), S=EnvFromL, R=EnvToL/HdrToL`'_EQUATE_(`Q', `PH_MAILER_QGRP'), T=DNS/RFC822/X-Unix,
	A=PH_MAILER_ARGS

