divert(-1)
# Values that an .mc file may replace. Option values stand in options.m4.
_DEFAULT_(`MAIL_SETTINGS_DIR', `/etc/mail/')
_DEFAULT_(`DATABASE_MAP_TYPE', `hash')

# mailers that rules name
define(`confLOCAL_MAILER', `local')
define(`confUUCP_MAILER', `uucp-old')
define(`confMAILER_NAME', `MAILER-DAEMON')

# texts
define(`confFROM_HEADER', `$?x$x <$g>$|$g$.')
define(`confMESSAGEID_HEADER', `<$t.$i@$j>')
define(`confRCPTREJ_MSG', `"550 Mailbox disabled for this recipient"')
define(`confRECEIVED_HEADER', `$?sfrom $s $.$?_($?s$|from $.$_)
	$.$?{auth_type}(authenticated$?{auth_ssf} bits=${auth_ssf}$.)
	$.by $j ($v/$Z)$?r with $r$. id $i$?{tls_version}
	(version=${tls_version} cipher=${cipher} bits=${cipher_bits} verify=${verify})$.$?u
	for $u; $|;
	$.$b')

# files and users
define(`confCW_FILE', MAIL_SETTINGS_DIR`'local-host-names)
define(`confCT_FILE', MAIL_SETTINGS_DIR`'trusted-users)
define(`confCR_FILE', `-o 'MAIL_SETTINGS_DIR`'relay-domains)
define(`HELP_FILE', MAIL_SETTINGS_DIR`'helpfile)
define(`ALIAS_FILE', MAIL_SETTINGS_DIR`'aliases)
define(`QUEUE_DIR', `/var/spool/mqueue')

# options whose value the library sets
define(`confSEVEN_BIT_INPUT', `False')
define(`confALIAS_WAIT', `10')
define(`confMIN_FREE_BLOCKS', `100')
define(`confBLANK_SUB', `.')
define(`confCON_EXPENSIVE', `False')
define(`confDELIVERY_MODE', `background')
define(`confTEMP_FILE_MODE', `0600')
define(`confMIME_FORMAT_ERRORS', `True')
define(`confFORWARD_PATH', `$z/.forward.$w:$z/.forward')
define(`confMCI_CACHE_SIZE', `2')
define(`confMCI_CACHE_TIMEOUT', `5m')
define(`confUSE_ERRORS_TO', `False')
define(`confLOG_LEVEL', `9')
define(`confCHECK_ALIASES', `False')
define(`confOLD_STYLE_HEADERS', `True')
define(`confPRIVACY_FLAGS', `authwarnings')
define(`confTO_QUEUERETURN', `5d')
define(`confTO_QUEUEWARN', `4h')
define(`confSAFE_QUEUE', `True')
define(`confTIME_ZONE', `USE_SYSTEM')
define(`confSMTP_LOGIN_MSG', `$j Sendmail $v/$Z; $b')
define(`confFROM_LINE', `From $g $d')
define(`confOPERATORS', `.:%@!^/[]+')
define(`confMILTER_MACROS_CONNECT', ``j, _, {daemon_name}, {if_name}, {if_addr}'')
define(`confMILTER_MACROS_HELO', ``{tls_version}, {cipher}, {cipher_bits}, {cert_subject}, {cert_issuer}'')
define(`confMILTER_MACROS_ENVFROM', ``i, {auth_type}, {auth_authen}, {auth_ssf}, {auth_author}, {mail_mailer}, {mail_host}, {mail_addr}'')
define(`confMILTER_MACROS_ENVRCPT', ``{rcpt_mailer}, {rcpt_host}, {rcpt_addr}'')
define(`confMILTER_MACROS_EOM', `{msg_id}')
