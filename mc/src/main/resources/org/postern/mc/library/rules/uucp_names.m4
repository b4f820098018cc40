######################################################################
###  Names in mail that leaves by UUCP: S= and R= of its mailers
######################################################################
# Senders: host!user, with this host in front.
SFromU
R: ; < @ >		$@
R$* < @ $* . > $*	$1 < @ $2 > $3
R$* < @ $=w >		$1				this host
WITH(`site_U', `dnl
R$* < @ $=U . UUCP >	$1
')dnl
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
WITH(`site_U', `dnl
R$* < @ $=U . UUCP >	$1
')dnl
R< @ $- . UUCP > : $+	$1 ! $2
R< @ $+ > : $+		$1 ! $2
R$* < @ $- . UUCP >	$2 ! $1
R$* < @ $+ >		$2 ! $1

# Recipients in headers.
SHdrToU
R: ; < @ >		$@
R$* < @ $* . > $*	$1 < @ $2 > $3
R$* < @ $=w >		$1
WITH(`site_U', `dnl
R$* < @ $=U . UUCP >	$1
')dnl
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
R$* < @ $- .UUCP >	$@ $2 ! $1
R$+ < @ $+ >		$: $2 ! $1

')dnl
