#!/bin/sh
# Runs a mail program from its unpacked Debian package in a mount namespace of its own, with an /etc and a /var of its own; needs root.
#
#   peer.sh NAME FOLDER TREE PORT OURS SINK
#
# NAME is exim, opensmtpd, postfix or dovecot; FOLDER is empty and for this peer alone; TREE is where its package lies. It
# listens on PORT of 127.0.0.1, sends mail for in.test to OURS and all other to SINK. dovecot speaks LMTP and knows the users
# one and two. It stays in the foreground.
#
# What lies in FOLDER before it starts switches on more:
#   tls               key.pem, cert.pem and authorities.pem: exim and postfix offer STARTTLS to all and demand it from OURS
#   sasl/passwords    postfix authenticates to OURS with these, for MECHANISM.test with that mechanism
#   sasl/db           postfix lets the users of this sasldb2 authenticate
#   submission        names the tree of dovecot-submissiond: dovecot takes submissions for the sink on PORT, from the users one, two and
#                     alice (password: secret), and answers on var/run/dovecot/auth-client
set -eu
name=$1 folder=$2 tree=$3 port=$4 ours=$5 sink=$6
libraries=$(echo "$tree"/usr/lib/*-linux-gnu*)

mkdir -p "$folder/etc" "$folder/log" "$folder/spool" "$folder/var/run" "$folder/var/tmp" "$folder/lib" "$folder/reallib" "$folder/mail"
chmod 755 "$folder" "$folder/var"
cp /etc/ld.so.cache "$folder/etc/"
for user in nobody:65534 postfix:811 Debian-exim:813 opensmtpd:814 opensmtpq:815 dovecot:816 dovenull:817 vmail:818; do
    echo "${user%:*}:x:${user#*:}:${user#*:}::/:/bin/false" >>"$folder/etc/passwd"
    echo "${user%:*}:x:${user#*:}:" >>"$folder/etc/group"
done
echo 'root:x:0:0::/root:/bin/sh' >>"$folder/etc/passwd"
printf 'root:x:0:\nmail:x:8:\npostdrop:x:812:\n' >>"$folder/etc/group"
echo '127.0.0.1 localhost' >"$folder/etc/hosts"
printf 'hosts: files\npasswd: files\ngroup: files\nservices: files\n' >"$folder/etc/nsswitch.conf"

exim_encrypts() {
    chown -R 813:813 "$folder/tls"
    tls="tls_advertise_hosts = *
tls_try_verify_hosts = *
tls_certificate = $folder/tls/cert.pem
tls_privatekey = $folder/tls/key.pem
tls_verify_certificates = $folder/tls/authorities.pem"
    demands="  hosts_require_tls = *
  tls_certificate = $folder/tls/cert.pem
  tls_privatekey = $folder/tls/key.pem
  tls_verify_certificates = $folder/tls/authorities.pem
  tls_verify_hosts = *
  tls_verify_cert_hostnames ="
}

exim() {
    chown -R 813:813 "$folder/spool" "$folder/log"
    tls='tls_advertise_hosts =' demands=
    [ ! -e "$folder/tls" ] || exim_encrypts
    cat >"$folder/exim.conf" <<CONF
exim_path = $tree/run/exim4
primary_hostname = exim.test
spool_directory = $folder/spool
log_file_path = $folder/log/%slog
pid_file_path = $folder/log/pid
local_interfaces = 127.0.0.1
host_lookup =
rfc1413_query_timeout = 0s
$tls
accept_8bitmime = false
acl_smtp_rcpt = all
begin acl
all:
  accept
begin routers
in:
  driver = manualroute
  domains = in.test
  transport = ours
  route_list = * 127.0.0.1
  self = send
out:
  driver = manualroute
  transport = sink
  route_list = * 127.0.0.1
  self = send
begin transports
ours:
  driver = smtp
  port = $ours
  allow_localhost
$demands
sink:
  driver = smtp
  port = $sink
  allow_localhost
CONF
    mkdir "$folder/etc/exim4"
    cp "$folder/exim.conf" "$folder/etc/exim4/exim4.conf"
    mount --bind "$folder/etc" /etc
    exec "$tree/run/exim4" -bdf -oX "$port"
}

opensmtpd() {
    mkdir -p "$folder/var/spool/smtpd" "$folder/var/lib/opensmtpd/empty"
    chmod 711 "$folder/var/spool/smtpd"
    cat >"$folder/etc/smtpd.conf" <<CONF
listen on 127.0.0.1 port $port hostname opensmtpd.test
action "ours" relay host smtp://127.0.0.1:$ours
action "sink" relay host smtp://127.0.0.1:$sink
match from any for domain "in.test" action "ours"
match from any for any action "sink"
CONF
    mount --bind "$folder/etc" /etc
    mount --bind "$folder/var" /var
    mount --bind "$folder/var/run" /run
    mount --bind "$tree/usr/sbin" /usr/sbin
    LD_LIBRARY_PATH=$libraries exec /usr/sbin/smtpd -d -f /etc/smtpd.conf
}

mechanisms=

postfix_encrypts() {
    cat >>"$folder/etc/postfix/main.cf" <<CONF
smtpd_tls_security_level = may
smtpd_tls_chain_files = $folder/tls/key.pem, $folder/tls/cert.pem
smtpd_tls_CAfile = $folder/tls/authorities.pem
smtpd_tls_ask_ccert = yes
smtpd_tls_received_header = yes
transport_maps = inline:{in.test=ours:[127.0.0.1]:$ours}
smtp_tls_chain_files = $folder/tls/key.pem, $folder/tls/cert.pem
smtp_tls_CAfile = $folder/tls/authorities.pem
smtp_tls_loglevel = 1
CONF
}

postfix_authenticates() {
    mechanisms='PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256'
    for mechanism in $mechanisms; do
        echo "$mechanism.test smtp-$mechanism:[127.0.0.1]:$ours" | tr A-Z a-z | sed "s/ smtp-[^:]*/ smtp-$mechanism/"
    done >"$folder/etc/postfix/transport"
    cat >>"$folder/etc/postfix/main.cf" <<CONF
transport_maps = texthash:/etc/postfix/transport
smtp_sasl_auth_enable = yes
smtp_sasl_password_maps = texthash:$folder/sasl/passwords
smtp_sasl_security_options =
CONF
}

postfix_asks_for_authentication() {
    mkdir "$folder/etc/postfix/sasl"
    chown 811:811 "$folder/sasl" "$folder/sasl/db"
    printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: %s\n' "$folder/sasl/db" >"$folder/etc/postfix/sasl/smtpd.conf"
    cat >>"$folder/etc/postfix/main.cf" <<CONF
smtpd_sasl_auth_enable = yes
smtpd_sasl_local_domain = mail.exam.test
smtpd_sasl_authenticated_header = yes
CONF
}

postfix() {
    mkdir "$folder/etc/postfix" "$folder/data"
    chown 811 "$folder/data"
    for queue in active bounce corrupt defer deferred flush hold incoming private saved trace public maildrop pid; do
        mkdir "$folder/spool/$queue"
        chown 811:811 "$folder/spool/$queue"
    done
    chown 0:0 "$folder/spool/pid"
    chown 811:812 "$folder/spool/public" "$folder/spool/maildrop"
    chmod 700 "$folder/spool/active" "$folder/spool/incoming" "$folder/spool/deferred"
    chmod 710 "$folder/spool/public"
    cat >"$folder/etc/postfix/main.cf" <<CONF
compatibility_level = 3.6
myhostname = postfix.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:$sink
transport_maps = inline:{in.test=smtp:[127.0.0.1]:$ours}
queue_directory = $folder/spool
data_directory = $folder/data
command_directory = $tree/usr/sbin
daemon_directory = $tree/usr/lib/postfix/sbin
meta_directory = $tree/etc/postfix
shlib_directory = $tree/usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
maillog_file = $folder/log/mail.log
maillog_file_prefixes = $folder
import_environment = LD_LIBRARY_PATH
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtputf8_enable = no
alias_maps =
local_recipient_maps =
CONF
    [ ! -e "$folder/tls" ] || postfix_encrypts
    [ ! -e "$folder/sasl/passwords" ] || postfix_authenticates
    [ ! -e "$folder/sasl/db" ] || postfix_asks_for_authentication
    cat >"$folder/etc/postfix/master.cf" <<CONF
127.0.0.1:$port inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
proxymap unix - - n - - proxymap
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
CONF
    echo "ours unix - - n - - smtp -o smtp_tls_security_level=verify -o smtp_tls_verify_cert_match=mx.exam.test" >>"$folder/etc/postfix/master.cf"
    for mechanism in $mechanisms; do
        echo "smtp-$mechanism unix - - n - - smtp -o smtp_sasl_mechanism_filter=$mechanism" >>"$folder/etc/postfix/master.cf"
    done
    mount --bind "$folder/etc" /etc
    LD_LIBRARY_PATH=$tree/usr/lib/postfix:$libraries exec "$tree/usr/lib/postfix/sbin/master" -c /etc/postfix -d
}

dovecot_submission() {
    protocols=submission libexec=$folder/libexec
    mkdir "$libexec"
    for program in "$tree"/usr/lib/dovecot/*; do
        case $program in *.so | *.so.*) ;; *) [ -d "$program" ] || cp "$program" "$libexec/" ;; esac
    done
    cp "$(cat "$folder/submission")"/usr/lib/dovecot/submission* "$libexec/"
    echo "alice:{PLAIN}secret:818:818::$folder/mail/alice::" >>"$folder/etc/dovecot/users"
    cat >"$folder/service.conf" <<CONF
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256
auth_failure_delay = 0
hostname = dovecot.test
submission_relay_host = 127.0.0.1
submission_relay_port = $sink
service auth {
  unix_listener auth-client {
    mode = 0666
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service submission-login {
  inet_listener submission {
    address = 127.0.0.1
    port = $port
  }
}
CONF
}

# Its own /usr/lib: the machine's, with dovecot's modules where dovecot looks for them.
dovecot() {
    mkdir "$folder/etc/dovecot"
    chown 818:818 "$folder/mail"
    cat >"$folder/service.conf" <<CONF
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $port
  }
}
CONF
    protocols=lmtp libexec=$tree/usr/lib/dovecot
    [ ! -e "$folder/submission" ] || dovecot_submission
    cat >"$folder/etc/dovecot/dovecot.conf" <<CONF
protocols = $protocols
base_dir = $folder/var/run/dovecot
libexec_dir = $libexec
log_path = $folder/log/dovecot.log
ssl = no
mail_location = maildir:$folder/mail/%n
import_environment = LD_LIBRARY_PATH
service stats {
  chroot =
}
service anvil {
  chroot =
}
userdb {
  driver = passwd-file
  args = username_format=%n /etc/dovecot/users
}
passdb {
  driver = passwd-file
  args = username_format=%n /etc/dovecot/users
}
CONF
    cat "$folder/service.conf" >>"$folder/etc/dovecot/dovecot.conf"
    for user in one two; do
        echo "$user:{PLAIN}x:818:818::$folder/mail/$user::" >>"$folder/etc/dovecot/users"
    done
    for entry in /usr/lib/*; do
        ln -s "$folder/reallib/${entry##*/}" "$folder/lib/${entry##*/}"
    done
    ln -sfn "$tree/usr/lib/dovecot" "$folder/lib/dovecot"
    mkdir -p "$folder/var/run/dovecot"
    mount --bind /usr/lib "$folder/reallib"
    mount --bind "$folder/lib" /usr/lib
    mount --bind "$folder/etc" /etc
    mount --bind "$tree/usr/bin" /usr/bin
    LD_LIBRARY_PATH=$tree/usr/lib/dovecot:$libraries exec "$tree/usr/sbin/dovecot" -F -c /etc/dovecot/dovecot.conf
}

"$name"
