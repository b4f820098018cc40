# UUCP: uucp-old sends one message a recipient, uucp-new several; uucp-dom and uucp-uudom keep domain addresses.
_DEFAULT_(`UUCP_MAILER_PATH', `/usr/bin/uux')
_DEFAULT_(`UUCP_MAILER_ARGS', `uux - -r -a$g -gC $h!rmail ($u)')
_DEFAULT_(`UUCP_MAILER_FLAGS', `')
_DEFAULT_(`UUCP_MAILER_MAX', `100000')
_ON_(`uucp_mailers')
# _UUCP_MAILER_(name, flags, rules)
define(`_UUCP_MAILER_', `M$1, P=UUCP_MAILER_PATH, F=_MAILER_FLAGS_(`UUCP', `$2'UUCP_MAILER_FLAGS), $3, M=UUCP_MAILER_MAX`'_EQUATE_(`C', `UUCP_MAILER_CHARSET')_EQUATE_(`Q', `UUCP_MAILER_QGRP'), T=X-UUCP/X-UUCP/X-Unix,
	A=UUCP_MAILER_ARGS')
divert(7)dnl
_UUCP_MAILER_(`uucp', `DFMhuUd', ``S=FromU, R=EnvToU/HdrToU'')
_UUCP_MAILER_(`uucp-old', `DFMhuUd', ``S=FromU, R=EnvToU/HdrToU'')
_UUCP_MAILER_(`suucp', `mDFMhuUd', ``S=FromU, R=EnvToU/HdrToU'')
_UUCP_MAILER_(`uucp-new', `mDFMhuUd', ``S=FromU, R=EnvToU/HdrToU'')
WITH(`mailer_smtp', `dnl
_UUCP_MAILER_(`uucp-dom', `mDFMhud', ``S=EnvFromUD/HdrFromSMTP, R='_SMTP_RECIPIENTS_')
_UUCP_MAILER_(`uucp-uudom', `mDFMhud', ``S=EnvFromUUD/HdrFromSMTP, R='_SMTP_RECIPIENTS_')
')dnl

# Senders: host!user, with this host in front.
SFromU
R: ; < @ >		$@
R$* < @ $* . > $*	$1 < @ $2 > $3
R$* < @ $=w >		$1				this host
R< @ $- . UUCP > : $+	$1 ! $2
R< @ $+ > : $+		$1 ! $2
R$* < @ $- . UUCP >	$2 ! $1
R$* < @ $+ >		$2 ! $1
R$&h ! $+ ! $+		$@ $1 ! $2			the next host knows where it is
R$&h ! $+		$@ $&h ! $1
R$+			$: $U ! $1
R! $+			$: $k ! $1			no UUCP name of its own

# Recipients of the envelope, for the host that gets them.
SEnvToU
R: ; < @ >		$@
R$* < @ $* . > $*	$1 < @ $2 > $3
R$* < @ $=w >		$1
R< @ $- . UUCP > : $+	$1 ! $2
R< @ $+ > : $+		$1 ! $2
R$* < @ $- . UUCP >	$2 ! $1
R$* < @ $+ >		$2 ! $1

# Recipients in headers.
SHdrToU
R: ; < @ >		$@
R$* < @ $* . > $*	$1 < @ $2 > $3
R$* < @ $=w >		$1
R< @ $- . UUCP > : $+	$1 ! $2
R< @ $+ > : $+		$1 ! $2
R$* < @ $- . UUCP >	$2 ! $1
R$* < @ $+ >		$2 ! $1
R$&h ! $+ ! $+		$@ $1 ! $2
R$&h ! $+		$@ $&h ! $1
R$+			$: $U ! $1
R! $+			$: $k ! $1

WITH(`mailer_smtp', `dnl
# Senders that keep their domain, as they are and as a path.
SEnvFromUD
R: ; < @ >		$@
R$*			$: $>EnvFromSMTP $1

SEnvFromUUD
R: ; < @ >		$@
R$*			$: $>EnvFromSMTP $1
R$* < @ $* . >		$1 < @ $2 >
R$+ < @ $+ >		$: $2 ! $1
R$* ! $+		$: $1 ! $2

')dnl
