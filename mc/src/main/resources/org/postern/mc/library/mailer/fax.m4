# Faxes: user@number.FAX.
_DEFAULT_(`FAX_MAILER_PATH', `/usr/bin/faxmail')
_DEFAULT_(`FAX_MAILER_ARGS', `faxmail -d $u@$h $f')
_DEFAULT_(`FAX_MAILER_MAX', `100000')
divert(7)dnl
Mfax, P=FAX_MAILER_PATH, F=_MAILER_FLAGS_(`FAX', `DFMhu'), S=14, R=24, M=FAX_MAILER_MAX`'_EQUATE_(`Q', `FAX_MAILER_QGRP'), T=X-Phone/X-FAX/X-Unix,
	A=FAX_MAILER_ARGS

