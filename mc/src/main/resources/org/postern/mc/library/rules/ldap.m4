######################################################################
###  LDAP routing: < address > < key > < +detail >
######################################################################
SLDAPExpand
R< $+ > < $+ > < $* >	$: < $(ldapmra $2 $: $) > < $(ldapmh $2 $: $) > < $1 > < $2 > < $3 >
# a directory that does not answer
R< $* <TMPF> > < $* > < $+ > < $+ > < $* >	_TEMPORARY_
R< $* > < $* <TMPF> > < $+ > < $+ > < $* >	_TEMPORARY_
WITH(`ldap_preserve', `dnl
# the detail goes with the new address
R< $+ @ $+ > < $* > < $+ > < $+ > < + $* >	$: < $1 + $6 @ $2 > < $3 > < $4 > < $5 > < >
')dnl
# a new address: here, or at another host
R< $+ > < > < $+ > < $+ > < $* >	$: $>canonify $1
R< $+ > < $=w > < $+ > < $+ > < $* >	$: $>canonify $1
R< $+ > < $+ > < $+ > < $+ > < $* >	$>LDAPHost < $2 > $>canonify $1
# only a host
R< > < $=w > < $+ > < $+ > < $* >	$: $2
R< > < $+ > < $+ > < $+ > < $* >	$>LDAPHost < $1 > $2
# nothing: without the detail, then the whole domain
ANY(`ldap_strip', `ldap_preserve', `dnl
R< > < > < $+ > < $+ + $* @ $+ > < $* >	$@ $>LDAPExpand < $1 > < $2 @ $4 > < + $3 >
')dnl
UNLESS(`ldap_nodomain', `dnl
R< > < > < $+ > < $+ @ $+ > < $* >	$@ $>LDAPExpand < $1 > < @ $3 > < $4 >
')dnl
WITH(`ldap_bounce', `dnl
UNLESS(`ldap_sender', `dnl
R< > < > < $+ > < $* > < $* >	$: < $&{addr_type} > $1
R< e s > $+		$@ $1				a sender
R< $* > $+		$: < > < > < $2 > < x > < >
')dnl
R< > < > < $+ > < $* > < $* >	$#error $@ nouser $: "550 User unknown"
', `dnl
R< > < > < $+ > < $* > < $* >	$@ $1
')dnl

# < host > address: the mailer table may know another way to the host
SLDAPHost
WITH(`mailertable', `dnl
R< $~[ : $+ > $*	$@ $>MailerToTriple < $1 : $2 > $3
R< $+ > $*		$: < $(mailertable $1 $: $) > < $1 > $2
R< $~[ : $* > < $* > $*	$@ $>MailerToTriple < $1 : $2 > $4
R< $* > < $+ > $*	$: < $2 > $>Mailertable < $2 > $3
R< $+ > $#$*		$#$2
')dnl
R< $+ > $*		$#confRELAY_MAILER $@ $1 $: $2

