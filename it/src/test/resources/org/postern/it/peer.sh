#!/bin/sh
# Runs a mail program from its unpacked Debian package in a mount namespace of its own, with an /etc and a /var of its own; needs root.
#
#   peer.sh NAME FOLDER TREE PORT OURS SINK
#
# NAME is exim, opensmtpd, postfix or dovecot; FOLDER is empty and for this peer alone; TREE is where its package lies. It
# listens on PORT of 127.0.0.1, sends mail for in.test to OURS and all other to SINK. dovecot speaks LMTP and knows the users
# one and two. It stays in the foreground.
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

exim() {
    chown -R 813:813 "$folder/spool" "$folder/log"
    cat >"$folder/exim.conf" <<CONF
exim_path = $tree/run/exim4
primary_hostname = exim.test
spool_directory = $folder/spool
log_file_path = $folder/log/%slog
pid_file_path = $folder/log/pid
local_interfaces = 127.0.0.1
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
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
CONF
    mount --bind "$folder/etc" /etc
    LD_LIBRARY_PATH=$tree/usr/lib/postfix:$libraries exec "$tree/usr/lib/postfix/sbin/master" -c /etc/postfix -d
}

# Its own /usr/lib: the machine's, with dovecot's modules where dovecot looks for them.
dovecot() {
    mkdir "$folder/etc/dovecot"
    chown 818:818 "$folder/mail"
    cat >"$folder/etc/dovecot/dovecot.conf" <<CONF
protocols = lmtp
base_dir = $folder/var/run/dovecot
libexec_dir = $tree/usr/lib/dovecot
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
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $port
  }
}
CONF
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
