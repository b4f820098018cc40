include(_CF_DIR_`'m4/options.m4)dnl
WITH(`set_cert_altnames', `O SetCertAltnames=true
')dnl
O HelpFile=HELP_FILE
O QueueDirectory=QUEUE_DIR
ifelse(confTIME_ZONE, `USE_SYSTEM', `#O TimeZoneSpec=', confTIME_ZONE, `USE_TZ', `O TimeZoneSpec=', `O TimeZoneSpec=confTIME_ZONE')
ifdef(`_DAEMONS_', `_DAEMONS_()', `dnl
ifdef(`_NETINET6_', `O DaemonPortOptions=Name=MTA-v4, Family=inet
O DaemonPortOptions=Name=MTA-v6, Family=inet6
', `O DaemonPortOptions=Name=MTA
')')dnl
UNLESS(`no_default_msa', `O DaemonPortOptions=Port=587, Name=MSA, M=E
')dnl
ifdef(`_CLIENTS_', `_CLIENTS_()', `#O ClientPortOptions=Family=inet, Address=0.0.0.0
')dnl
ifdef(`_FILTERS_', `dnl
O InputMailFilters=ifdef(`confINPUT_MAIL_FILTERS', `confINPUT_MAIL_FILTERS')
_OPTION_(`Milter.LogLevel', `confMILTER_LOG_LEVEL', `')
_OPTION_(`Milter.macros.connect', `confMILTER_MACROS_CONNECT', `')
_OPTION_(`Milter.macros.helo', `confMILTER_MACROS_HELO', `')
_OPTION_(`Milter.macros.envfrom', `confMILTER_MACROS_ENVFROM', `')
_OPTION_(`Milter.macros.envrcpt', `confMILTER_MACROS_ENVRCPT', `')
_OPTION_(`Milter.macros.data', `confMILTER_MACROS_DATA', `')
_OPTION_(`Milter.macros.eoh', `confMILTER_MACROS_EOH', `')
_OPTION_(`Milter.macros.eom', `confMILTER_MACROS_EOM', `')
')dnl
ifdef(`_QUEUE_GROUPS_', `_QUEUE_GROUPS_()')dnl
