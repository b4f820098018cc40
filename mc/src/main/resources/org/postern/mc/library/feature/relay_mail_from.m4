# relay_mail_from([domain]): senders that the access map names may relay; with the argument, domains too.
WITH(`access_db', `', `_FAIL_(`FEATURE relay_mail_from needs access_db')')
_WARN_(`FEATURE relay_mail_from lets everybody relay who lies about the sender; use AUTH or STARTTLS instead')
ifelse(_ARG_, `domain', `_ON_(`relay_mail_from_domain')')
