# The mailers that speak SMTP: smtp as it was in 1982, esmtp with extensions, smtp8 for those that take 8 bits unasked, dsmtp on demand of
# the other side, relay for smart hosts that rewrite addresses themselves.
_DEFAULT_(`SMTP_MAILER_FLAGS', `')
_DEFAULT_(`RELAY_MAILER_FLAGS', SMTP_MAILER_FLAGS)
_DEFAULT_(`SMTP_MAILER_ARGS', `TCP $h')
_DEFAULT_(`ESMTP_MAILER_ARGS', `TCP $h')
_DEFAULT_(`SMTP8_MAILER_ARGS', `TCP $h')
_DEFAULT_(`DSMTP_MAILER_ARGS', `TCP $h')
_DEFAULT_(`RELAY_MAILER_ARGS', `TCP $h')
_DEFAULT_(`SMTP_MAILER_LL', `990')
_DEFAULT_(`RELAY_MAILER_LL', `2040')
define(`_SMTP_RECIPIENTS_', WITH(`allmasquerade', `EnvToSMTP/HdrFromSMTP', `EnvToSMTP'))
define(`_RELAY_RECIPIENTS_', WITH(`allmasquerade', `MasqSMTP/MasqRelay', `MasqSMTP'))
# _SMTP_MAILER_(name, variables, flags, recipient rules, line length, variables of limits)
define(`_SMTP_MAILER_', `M$1, P=[IPC], F=_MAILER_FLAGS_(`$2', `$3'), S=EnvFromSMTP/HdrFromSMTP, R=$4, E=\r\n, L=$5`'dnl
_EQUATE_(`M', `$6_MAILER_MAX')_EQUATE_(`m', `$6_MAILER_MAXMSGS')_EQUATE_(`r', `SMTP_MAILER_MAXRCPTS')_EQUATE_(`C', `$6_MAILER_CHARSET')_EQUATE_(`Q', `$2_MAILER_QGRP'), T=DNS/RFC822/SMTP,
	A=$2_MAILER_ARGS')
divert(7)dnl
_SMTP_MAILER_(`smtp', `SMTP', `mDFMuX'SMTP_MAILER_FLAGS, _SMTP_RECIPIENTS_, SMTP_MAILER_LL, `SMTP')
_SMTP_MAILER_(`esmtp', `ESMTP', `mDFMuXa'SMTP_MAILER_FLAGS, _SMTP_RECIPIENTS_, SMTP_MAILER_LL, `SMTP')
_SMTP_MAILER_(`smtp8', `SMTP8', `mDFMuX8'SMTP_MAILER_FLAGS, _SMTP_RECIPIENTS_, SMTP_MAILER_LL, `SMTP')
_SMTP_MAILER_(`dsmtp', `DSMTP', `mDFMuXa%'SMTP_MAILER_FLAGS, _SMTP_RECIPIENTS_, SMTP_MAILER_LL, `SMTP')
_SMTP_MAILER_(`relay', `RELAY', `mDFMuXa8'RELAY_MAILER_FLAGS, _RELAY_RECIPIENTS_, RELAY_MAILER_LL, `RELAY')

