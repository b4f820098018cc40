# delay_checks([friend|hater][, n]): sender and client are judged at RCPT, so that a recipient can have a say (Spam: in the access map).
ifelse(_ARG_, `', `', _ARG_, `friend', `define(`_SPAM_', `friend')', _ARG_, `hater', `define(`_SPAM_', `hater')',
	`_FAIL_(`FEATURE delay_checks: friend or hater, not '_ARG_)')
ifelse(_ARG2_, `', `ifelse(_ARG_, `', `', `_ON_(`spam_old')')')
