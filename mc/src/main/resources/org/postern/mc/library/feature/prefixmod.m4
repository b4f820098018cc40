# prefixmod(prefix, flags): needs a program option that only special builds have.
_FAIL_(`FEATURE prefixmod: needs a special build of sendmail; use a mail filter')
