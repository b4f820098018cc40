# UUCP: uucp-old sends one message a recipient, uucp-new several; uucp-dom and uucp-uudom keep domain addresses.
_DEFAULT_(`UUCP_MAILER_PATH', `/usr/bin/uux')
_DEFAULT_(`UUCP_MAILER_ARGS', `uux - -r -a$g -gC $h!rmail ($u)')
_DEFAULT_(`UUCP_MAILER_FLAGS', `')
_DEFAULT_(`UUCP_MAILER_MAX', `100000')
_ON_(`uucp_mailers')
# _UUCP_MAILER_(name, flags, rules)
define(`_UUCP_MAILER_', `M$1, P=UUCP_MAILER_PATH, F=_MAILER_FLAGS_(`UUCP', `$2'UUCP_MAILER_FLAGS), $3, M=UUCP_MAILER_MAX`'_EQUATE_(`C', `UUCP_MAILER_CHARSET')_EQUATE_(`Q', `UUCP_MAILER_QGRP'), T=X-UUCP/X-UUCP/X-Unix,
	A=UUCP_MAILER_ARGS')
divert(7)dnl
_UUCP_MAILER_(`uucp', `DFMhuUd', ``S=FromU, R=EnvToU/HdrToU'')
_UUCP_MAILER_(`uucp-old', `DFMhuUd', ``S=FromU, R=EnvToU/HdrToU'')
_UUCP_MAILER_(`suucp', `mDFMhuUd', ``S=FromU, R=EnvToU/HdrToU'')
_UUCP_MAILER_(`uucp-new', `mDFMhuUd', ``S=FromU, R=EnvToU/HdrToU'')
WITH(`mailer_smtp', `dnl
_UUCP_MAILER_(`uucp-dom', `mDFMhud', ``S=EnvFromUD/HdrFromSMTP, R='_SMTP_RECIPIENTS_')
_UUCP_MAILER_(`uucp-uudom', `mDFMhud', ``S=EnvFromUUD/HdrFromSMTP, R='_SMTP_RECIPIENTS_')
')dnl

