divert(-1)
# Small tools of the library itself. Names with underscores on both sides are internal.

# _SAY_(kind, text): a line on standard error that begins with the place in the .mc file.
define(`_SAY_', `errprint(ifdef(`_HERE_', `_HERE_', `__file__:__line__')`: $1: $2
')')
define(`_WARN_', `_SAY_(`warning', `$1')')
define(`_FAIL_', `_SAY_(`error', `$1')')

# _IN_(diversion, text): puts the text and a line break into a diversion, then goes back to where we were.
define(`_IN_', `pushdef(`_BACK_', divnum)divert($1)$2
divert(_BACK_)popdef(`_BACK_')')

# _DEFAULT_(name, value): a value that the administrator may have given already.
define(`_DEFAULT_', `ifdef(`$1', `', `define(`$1', `$2')')')

# _ON_(flag): remembers that something is in use. WITH(flag, text[, other text]) asks for it.
define(`_ON_', `define(`_with_$1_', `1')')
define(`_OFF_', `undefine(`_with_$1_')')
define(`WITH', `ifelse($#, 0, ``WITH'', `ifdef(`_with_$1_', `$2', `$3')')')
# ANY(flag, flag, text[, other text]) and BOTH: the same for two.
define(`ANY', `ifelse($#, 0, ``ANY'', `ifdef(`_with_$1_', `$3', `ifdef(`_with_$2_', `$3', `$4')')')')
define(`BOTH', `ifelse($#, 0, ``BOTH'', `ifdef(`_with_$1_', `ifdef(`_with_$2_', `$3', `$4')', `$4')')')
# UNLESS(flag, text)
define(`UNLESS', `ifelse($#, 0, ``UNLESS'', `ifdef(`_with_$1_', `', `$2')')')

# _ONE_OF_(word, text if found, text if not, candidate, ...)
define(`_ONE_OF_', `ifelse(`$#', `3', `$3', `$1', `$4', `$2', `_ONE_OF_(`$1', `$2', `$3', shift(shift(shift(shift($@)))))')')

# _MAP_(name, spec, default file, flags, name in LDAP): a K line. No spec is a hash map of that file below MAIL_SETTINGS_DIR; the word
# LDAP is the schema for maps in a directory, which sendmail documents.
define(`_MAP_', `_IN_(6, `K$1 ifelse(`$2', `', `DATABASE_MAP_TYPE $4`'MAIL_SETTINGS_DIR`'$3', `$2', `LDAP', `ldap $4`'_LDAP_SPEC_(`$5')', `$2')')')
define(`_LDAP_SPEC_', `-1 -v sendmailMTAMapValue,sendmailMTAMapSearch:FILTER:sendmailMTAMapObject,sendmailMTAMapURL:URL:sendmailMTAMapObject -k (&(objectClass=sendmailMTAMapObject)(|(sendmailMTACluster=${sendmailMTACluster})(sendmailMTAHost=$j))(sendmailMTAMapName=$1)(sendmailMTAKey=%0))')
