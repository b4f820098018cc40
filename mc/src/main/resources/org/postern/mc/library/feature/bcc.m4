# bcc: copies of all mail need a program option that only special builds have.
_FAIL_(`FEATURE bcc: needs the option AddBcc, which neither sendmail as it is built nor Postern has; use a mail filter')
