# News groups: mail to group.USENET.
_DEFAULT_(`USENET_MAILER_PATH', `/usr/lib/news/inews')
_DEFAULT_(`USENET_MAILER_FLAGS', `rsDFMmn')
_DEFAULT_(`USENET_MAILER_ARGS', `inews -m -h -n')
divert(7)dnl
Musenet, P=USENET_MAILER_PATH, F=_MAILER_FLAGS_(`USENET', USENET_MAILER_FLAGS), S=EnvFromL, R=EnvToL`'_EQUATE_(`M', `USENET_MAILER_MAX')_EQUATE_(`Q', `USENET_MAILER_QGRP'), T=X-Usenet/X-Usenet/X-Unix,
	A=USENET_MAILER_ARGS $u

