# mailertable([map]): mailer and host by domain.
_MAP_(`mailertable', `_ARG_', `mailertable', `')
