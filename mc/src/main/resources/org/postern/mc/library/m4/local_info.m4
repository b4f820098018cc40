ifdef(`confDONT_BLAME_SENDMAIL', `O DontBlameSendmail=confDONT_BLAME_SENDMAIL
', `#O DontBlameSendmail=safe
')dnl
ifdef(`confLDAP_DEFAULT_SPEC', `O LDAPDefaultSpec=confLDAP_DEFAULT_SPEC
', `#O LDAPDefaultSpec=-h localhost
')dnl

######################################################################
###  This host
######################################################################
# w: the names of this host
Cwlocalhost
WITH(`use_cw_file', `Fw`'confCW_FILE
')dnl
ifdef(`confDOMAIN_NAME', `# the official name
Dj`'confDOMAIN_NAME
')dnl
ifdef(`confLDAP_CLUSTER', `D{sendmailMTACluster}confLDAP_CLUSTER
')dnl
# P: ends of names that are no host names
CP.
ifdef(`UUCP_RELAY', `DY`'UUCP_RELAY
CPUUCP
')dnl
ifdef(`BITNET_RELAY', `DB`'BITNET_RELAY
CPBITNET
')dnl
ifdef(`DECNET_RELAY', `DC`'DECNET_RELAY
CPDECNET
')dnl
ifdef(`FAX_RELAY', `DF`'FAX_RELAY
CPFAX
')dnl
WITH(`redirect', `CPREDIRECT
')dnl
WITH(`mailer_fax', `CPFAX
')dnl
WITH(`mailer_pop', `CPPOP
')dnl
# S smart host, H hub for all local users, R relay for local users without host, L relay for unknown users
DS`'ifdef(`SMART_HOST', `SMART_HOST')
ifdef(`LOCAL_RELAY', `DR`'LOCAL_RELAY
')dnl
ifdef(`MAIL_HUB', `DH`'MAIL_HUB
')dnl
ifdef(`LUSER_RELAY', `Kuser user -m -a<>
DL`'LUSER_RELAY
')dnl
# O: what routes inside a user name
CO @ UNLESS(`nopercenthack', `%') UNLESS(`nouucp', `!')
C..
C[[
WITH(`relay_entire_domain', `', `dnl
')dnl
ANY(`accept_unresolvable_domains', `never', `', `Kresolve host -a<OKR> -T<TEMP>
C{ResOk}OKR
')dnl
Kmacro macro
FR`'confCR_FILE
Karith arith
Kdequote dequote
undivert(5)dnl
WITH(`virtual_hosts', `# mail to virtual domains is let in
CR$={VirtHost}
')dnl
ifdef(`MASQUERADE_NAME', `DM`'MASQUERADE_NAME
')dnl
Dn`'confMAILER_NAME
undivert(6)dnl
DZPostern-_LIBRARY_VERSION_`'ifdef(`confCF_VERSION', `/confCF_VERSION')
