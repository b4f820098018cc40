# bcc([map | access][, [mailer:]host][, address][, map of addresses]): copies of mail to some domains, for a sendmail with the option AddBcc.
_WARN_(`FEATURE bcc has no effect: the option AddBcc, which makes the copies, is in special builds of sendmail only; use a mail filter')
ifelse(_ARG_, `access', `_ON_(`bcc_access')WITH(`access_db', `', `_FAIL_(`FEATURE bcc with access needs access_db')')', `_MAP_(`bcctable', defn(`_ARG_'), `bcctable')')
_IN_(6, `O AddBcc=true')
ifelse(_ARG2_, `', `', `_IN_(6, `DA'_ARG2_)')
ifelse(_ARG4_, `', `', `_ON_(`bcc_rewritten')_IN_(6, `KcanonicalRcpt '_ARG4_`
C{SMTPOpModes}s d D')')
define(`_BCC_TO_', _ARG3_)
