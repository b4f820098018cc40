divert(-1)
# The tail: prints the configuration, part by part.
ifdef(`_MAILER_local_', `', `ifdef(`_NULL_CLIENT_', `', `_WARN_(`no mailer local')')')
_DEFAULT_(`confSMTP_MAILER', `esmtp')
_DEFAULT_(`confRELAY_MAILER', WITH(`mailer_smtp', `relay', `uucp-new'))
_DEFAULT_(`confRELAY_MSG', WITH(`auth', `"550 Relaying denied. Proper authentication required."', `"550 Relaying denied"'))
# A dollar sign in front of # or @ stands apart in these: it is no argument.
define(`_REJECT_', ifdef(`confREJECT_MSG', ``$`'#error $: confREJECT_MSG'', ``$`'#error $`'@ 5.7.1 $: "550 Access denied"''))
define(`_TEMPORARY_', `$`'#error $`'@ 4.3.0 $: "451 Temporary system failure. Please try again later."')
define(`_CHECK_RELAY_', WITH(`delay_checks', `Scheckrelay', `Scheck_relay'))
define(`_CHECK_MAIL_', WITH(`delay_checks', `Scheckmail', `Scheck_mail'))
define(`_CHECK_RCPT_', WITH(`delay_checks', `Scheckrcpt', `Scheck_rcpt'))
ifdef(`_USE_DECNET_SYNTAX_', `_ON_(`decnet_syntax')')
divert(0)dnl

V10/Berkeley
include(_CF_DIR_`'m4/local_info.m4)dnl

######################################################################
###  Options
######################################################################
include(_CF_DIR_`'m4/option_lines.m4)dnl

######################################################################
###  Message precedences, trusted users, headers
######################################################################
Pfirst-class=0
Pspecial-delivery=100
Plist=-30
Pbulk=-60
Pjunk=-100

WITH(`use_ct_file', `Ft`'confCT_FILE
')dnl
Troot
Tdaemon
UNLESS(`nouucp', `Tuucp
')dnl
ifdef(`confTRUSTED_USERS', `T`'confTRUSTED_USERS
')dnl

H?P?Return-Path: <$g>
HReceived: confRECEIVED_HEADER
H?D?Resent-Date: $a
H?D?Date: $a
H?F?Resent-From: confFROM_HEADER
H?F?From: confFROM_HEADER
H?x?Full-Name: $x
H?M?Resent-Message-Id: confMESSAGEID_HEADER
H?M?Message-Id: confMESSAGEID_HEADER

include(_CF_DIR_`'rules/rewrite.m4)dnl
include(_CF_DIR_`'rules/parse.m4)dnl
WITH(`ldap_routing', `include(_CF_DIR_`'rules/ldap.m4)')dnl
include(_CF_DIR_`'rules/masquerade.m4)dnl
include(_CF_DIR_`'rules/access.m4)dnl
include(_CF_DIR_`'rules/relay.m4)dnl
include(_CF_DIR_`'rules/checks.m4)dnl
include(_CF_DIR_`'rules/tls.m4)dnl
WITH(`bcc', `include(_CF_DIR_`'rules/bcc.m4)')dnl
undivert(9)dnl

######################################################################
###  Mail filters and mailers
######################################################################
ifdef(`_FILTERS_', `_FILTERS_()')dnl
WITH(`mailer_smtp', `include(_CF_DIR_`'rules/smtp_names.m4)')dnl
WITH(`uucp_mailers', `include(_CF_DIR_`'rules/uucp_names.m4)')dnl
undivert(7)dnl
