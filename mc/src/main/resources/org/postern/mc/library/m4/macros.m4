divert(-1)
# What an .mc file may call.

define(`VERSIONID', `ifelse($#, 0, ``VERSIONID'', `#####  $1  #####')')

# --- parts of the library -------------------------------------------------------------------------------------------------

# _PART_(file, argument ...): reads a file of the library with the arguments in _ARG_ (also _ARG1_), _ARG2_ ... _ARG9_.
define(`_PART_', `pushdef(`_BACK_PART_', divnum)ifdef(`_HERE_', `pushdef(`_HERE_', defn(`_HERE_'))', `pushdef(`_HERE_', __file__:__line__)')_WITH_ARGS_(shift($@))divert(-1)include(_CF_DIR_`'$1.m4)divert(_BACK_PART_)popdef(`_BACK_PART_', `_HERE_')')
define(`_WITH_ARGS_', `define(`_ARG_', `$1')define(`_ARG1_', `$1')define(`_ARG2_', `$2')define(`_ARG3_', `$3')define(`_ARG4_', `$4')dnl
define(`_ARG5_', `$5')define(`_ARG6_', `$6')define(`_ARG7_', `$7')define(`_ARG8_', `$8')define(`_ARG9_', `$9')')

# Without parentheses each of these is just a word, as in MAILER-DAEMON.
define(`OSTYPE', `ifelse($#, 0, ``OSTYPE'', `ifdef(`__OSTYPE__', `_FAIL_(`duplicate OSTYPE $1')', `define(`__OSTYPE__', `$1')_PART_(`ostype/$1')')')')
define(`DOMAIN', `ifelse($#, 0, ``DOMAIN'', `_PART_(`domain/$1')')')
define(`HACK', `ifelse($#, 0, ``HACK'', `_PART_(`hack/$1', shift($@))')')
define(`FEATURE', `ifelse($#, 0, ``FEATURE'', `ifdef(`_MAILERS_', `_FAIL_(`FEATURE $1 should be before MAILER')')_ON_(`$1')_PART_(`feature/$1', shift($@))')')
define(`MAILER', `ifelse($#, 0, ``MAILER'', `ifdef(`_MAILER_$1_', `_FAIL_(`MAILER $1 already included')', `define(`_MAILERS_', `1')define(`_MAILER_$1_', `1')_ON_(`mailer_$1')_PART_(`mailer/$1', shift($@))')')')

# --- raw text for the configuration -----------------------------------------------------------------------------------------

define(`LOCAL_CONFIG', `divert(6)')
define(`LOCAL_RULE_0', `divert(3)')
define(`LOCAL_RULE_1', `divert(9)dnl
# your rules for all senders
Ssender=1
')
define(`LOCAL_RULE_2', `divert(9)dnl
# your rules for all recipients
Srecipient=2
')
define(`LOCAL_RULE_3', `divert(2)')
define(`LOCAL_RULESETS', `divert(9)')
define(`LOCAL_NET_CONFIG', `_ON_(`net_config')divert(1)')
define(`LOCAL_UUCP', `divert(4)')
define(`LOCAL_DNSBL', `divert(8)')
define(`MAILER_DEFINITIONS', `divert(7)')

# LOCAL_TRY_TLS and its like begin a rule set that the library calls first.
define(`_HOOK_', `define(`$1', `_ON_(`$2')divert(9)dnl
S$2
')')
_HOOK_(`LOCAL_SRV_FEATURES', `Local_srv_features')
_HOOK_(`LOCAL_CLT_FEATURES', `Local_clt_features')
_HOOK_(`LOCAL_TRY_TLS', `Local_try_tls')
_HOOK_(`LOCAL_TLS_RCPT', `Local_tls_rcpt')
_HOOK_(`LOCAL_TLS_CLIENT', `Local_tls_client')
_HOOK_(`LOCAL_TLS_SERVER', `Local_tls_server')

# --- lists of names ---------------------------------------------------------------------------------------------------------

# _WORDS_(class, words[, flag]) and _WORDS_OF_FILE_ fill a class.
define(`_WORDS_', `ifelse(`$3', `', `', `_ON_(`$3')')_IN_(5, `C{$1}$2')')
define(`_WORDS_OF_FILE_', `ifelse(`$3', `', `', `_ON_(`$3')')_IN_(5, `F{$1}$2')')
define(`MASQUERADE_DOMAIN', `ifelse($#, 0, ``MASQUERADE_DOMAIN'', `_WORDS_(`M', `$1')')')
define(`MASQUERADE_DOMAIN_FILE', `ifelse($#, 0, ``MASQUERADE_DOMAIN_FILE'', `_WORDS_OF_FILE_(`M', `$1')')')
define(`MASQUERADE_EXCEPTION', `ifelse($#, 0, ``MASQUERADE_EXCEPTION'', `_WORDS_(`N', `$1')')')
define(`MASQUERADE_EXCEPTION_FILE', `ifelse($#, 0, ``MASQUERADE_EXCEPTION_FILE'', `_WORDS_OF_FILE_(`N', `$1')')')
define(`EXPOSED_USER', `ifelse($#, 0, ``EXPOSED_USER'', `_WORDS_(`E', `$1')')')
define(`EXPOSED_USER_FILE', `ifelse($#, 0, ``EXPOSED_USER_FILE'', `_WORDS_OF_FILE_(`E', `$1')')')
define(`LOCAL_USER', `ifelse($#, 0, ``LOCAL_USER'', `_WORDS_(`L', `$1')')')
define(`LOCAL_USER_FILE', `ifelse($#, 0, ``LOCAL_USER_FILE'', `_WORDS_OF_FILE_(`L', `$1')')')
define(`LOCAL_DOMAIN', `ifelse($#, 0, ``LOCAL_DOMAIN'', `_WORDS_(`w', `$1')')')
define(`LOCAL_DOMAIN_FILE', `ifelse($#, 0, ``LOCAL_DOMAIN_FILE'', `_WORDS_OF_FILE_(`w', `$1')')')
define(`RELAY_DOMAIN', `ifelse($#, 0, ``RELAY_DOMAIN'', `_WORDS_(`R', `$1')')')
define(`RELAY_DOMAIN_FILE', `ifelse($#, 0, ``RELAY_DOMAIN_FILE'', `_WORDS_OF_FILE_(`R', `$1')')')
define(`VIRTUSER_DOMAIN', `ifelse($#, 0, ``VIRTUSER_DOMAIN'', `_WORDS_(`VirtHost', `$1', `virtual_hosts')')')
define(`VIRTUSER_DOMAIN_FILE', `ifelse($#, 0, ``VIRTUSER_DOMAIN_FILE'', `_WORDS_OF_FILE_(`VirtHost', `$1', `virtual_hosts')')')
define(`GENERICS_DOMAIN', `ifelse($#, 0, ``GENERICS_DOMAIN'', `_WORDS_(`G', `$1')')')
define(`GENERICS_DOMAIN_FILE', `ifelse($#, 0, ``GENERICS_DOMAIN_FILE'', `_WORDS_OF_FILE_(`G', `$1')')')
define(`CANONIFY_DOMAIN', `ifelse($#, 0, ``CANONIFY_DOMAIN'', `_WORDS_(`Canonify', `$1')')')
define(`CANONIFY_DOMAIN_FILE', `ifelse($#, 0, ``CANONIFY_DOMAIN_FILE'', `_WORDS_OF_FILE_(`Canonify', `$1')')')
define(`LDAPROUTE_DOMAIN', `ifelse($#, 0, ``LDAPROUTE_DOMAIN'', `_WORDS_(`LDAPRoute', `$1')')')
define(`LDAPROUTE_DOMAIN_FILE', `ifelse($#, 0, ``LDAPROUTE_DOMAIN_FILE'', `_WORDS_OF_FILE_(`LDAPRoute', `$1')')')
define(`LDAPROUTE_EQUIVALENT', `ifelse($#, 0, ``LDAPROUTE_EQUIVALENT'', `_WORDS_(`LDAPRouteEquiv', `$1', `ldap_equivalent')')')
define(`LDAPROUTE_EQUIVALENT_FILE', `ifelse($#, 0, ``LDAPROUTE_EQUIVALENT_FILE'', `_WORDS_OF_FILE_(`LDAPRouteEquiv', `$1', `ldap_equivalent')')')
define(`TRUST_AUTH_MECH', `ifelse($#, 0, ``TRUST_AUTH_MECH'', `_WORDS_(`TrustAuthMech', `$1', `auth')')')

define(`MASQUERADE_AS', `ifelse($#, 0, ``MASQUERADE_AS'', `define(`MASQUERADE_NAME', `$1')')')

# --- daemons, filters, queue groups -----------------------------------------------------------------------------------------

# _LIST_(name, line): adds a line to a list that output.m4 prints.
define(`_LIST_', `ifdef(`$1', `', `define(`$1', `')')define(`$1', defn(`$1')`$2
')')
define(`DAEMON_OPTIONS', `ifelse($#, 0, ``DAEMON_OPTIONS'', `_LIST_(`_DAEMONS_', ``O DaemonPortOptions=$1'')')')
define(`CLIENT_OPTIONS', `ifelse($#, 0, ``CLIENT_OPTIONS'', `_LIST_(`_CLIENTS_', ``O ClientPortOptions=$1'')')')
define(`QUEUE_GROUP', `ifelse($#, 0, ``QUEUE_GROUP'', `_LIST_(`_QUEUE_GROUPS_', ``Q$1, $2'')')')
define(`MAIL_FILTER', `ifelse($#, 0, ``MAIL_FILTER'', `_LIST_(`_FILTERS_', ``X$1, $2'')')')
define(`INPUT_MAIL_FILTER', `ifelse($#, 0, ``INPUT_MAIL_FILTER'', `MAIL_FILTER($@)define(`confINPUT_MAIL_FILTERS', ifdef(`confINPUT_MAIL_FILTERS', `defn(`confINPUT_MAIL_FILTERS')`, '')``$1'')')')

# --- mailers ----------------------------------------------------------------------------------------------------------------

# MODIFY_MAILER_FLAGS(mailer, +flags | -flags | flags); _MAILER_FLAGS_(mailer, flags) is what a mailer gets in the end.
define(`MODIFY_MAILER_FLAGS', `ifelse(substr(`$2', 0, 1), `+', `define(`_PLUS_$1_', ifdef(`_PLUS_$1_', `_PLUS_$1_')`'substr(`$2', 1))',
	substr(`$2', 0, 1), `-', `define(`_MINUS_$1_', ifdef(`_MINUS_$1_', `_MINUS_$1_')`'substr(`$2', 1))',
	`define(`_SET_$1_', `$2')')')
define(`_MAILER_FLAGS_', `translit(ifdef(`_SET_$1_', `_SET_$1_', `$2'), ifdef(`_MINUS_$1_', `_MINUS_$1_'))`'ifdef(`_PLUS_$1_', `_PLUS_$1_')')
# _EQUATE_(letter, variable): `, M=value' when the variable has a value.
define(`_EQUATE_', `ifdef(`$2', ``, $1='$2`'')')

# --- UUCP sites ---------------------------------------------------------------------------------------------------------------

# SITECONFIG(file, our name or the relay, class): the file calls SITE(hosts); their names go to the class.
define(`SITECONFIG', `_ON_(`site_$3')_IN_(6, `D$3$2')ifelse(`$3', `U', `_IN_(6, `CU$2')')define(`_SITE_CLASS_', `$3')_PART_(`siteconfig/$1')')
define(`SITE', `ifelse($#, 0, ``SITE'', `_IN_(6, `C'_SITE_CLASS_`$1')')')
define(`UUCPSMTP', `_IN_(2, `R$`'* < @ $1 .UUCP > $`'*		$`'1 < @ $2 > $`'2		$1 is reached by SMTP')')

