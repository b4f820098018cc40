# prefixmod(prefix, flags): recipients that begin with the prefix lose it and get flags in {rcpt_flags}.
_WARN_(`FEATURE prefixmod takes the prefix off; its flags, {rcpt_flags}, are for special builds of sendmail only')
ifelse(_ARG_, `', `_FAIL_(`FEATURE prefixmod needs a prefix and flags')', _ARG2_, `', `_FAIL_(`FEATURE prefixmod needs a prefix and flags')')
define(`_PREFIX_', _ARG_)define(`_PREFIX_FLAGS_', _ARG2_)
