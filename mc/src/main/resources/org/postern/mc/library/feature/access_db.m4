# access_db([map][, skip][, lookupdotdomain][, relaytofulladdress]): the access map decides about clients, senders, recipients and TLS.
# The map must give key<TMPF> when it fails, so that nobody is let in by a failure: a map given here without -T gets it.
define(`_ACCESS_SPEC_', _ARG_)
ifelse(_ARG_, `', `', _ARG_, `LDAP', `', index(_ARG_, `-T'), `-1', `_WARN_(`access_db: the map should have -T<TMPF>, it is added')dnl
define(`_ACCESS_SPEC_', regexp(_ARG_, `^\([^ ]+\)\(.*\)', `\1 -T<TMPF>\2'))')
_MAP_(`access', defn(`_ACCESS_SPEC_'), `access', `-T<TMPF> ', `access')
define(`_ACCESS_WORD_', `ifelse(`$1', `skip', `_ON_(`access_skip')', `$1', `lookupdotdomain', `_ON_(`lookupdotdomain')', `$1', `relaytofulladdress', `_ON_(`relay_to_full_address')')')
_ACCESS_WORD_(_ARG2_)
_ACCESS_WORD_(_ARG3_)
_ACCESS_WORD_(_ARG4_)
