# The real sendmail, with certificates and passwords, as the next hop of Postern; in a mount and UTS name space of its own.
# Arguments: folder, Postern's programs, the real sendmail, the real saslpasswd2, port of the real one, our port
set -u
work=$1 image=$2 real=$3 passwords=$4 far=$5 near=$6
cd "$work" || exit 1
mkdir -p /etc/mail /usr/lib/sasl2
for place in /etc/mail /var/lib /run /usr/lib/sasl2; do
    mount -t tmpfs -o mode=755 none $place || exit 1
done
mkdir -p /etc/mail/sasl /var/lib/postern
{ cat /etc/passwd; echo 'postern:x:54567:54567::/:/usr/sbin/nologin'; } >passwd
{ cat /etc/group; echo 'postern:x:54567:'; } >group
printf '127.0.0.1 near.test localhost\n127.0.0.1 far.test\n' >hosts
printf 'hosts: files\npasswd: files\ngroup: files\n' >switch
for name in passwd group hosts; do mount --bind $name /etc/$name; done
[ ! -e /etc/nsswitch.conf ] || mount --bind switch /etc/nsswitch.conf
hostname near.test

"$image/postern" cert ca -d ca "Exam CA" >made && "$image/postern" cert server -d ca far.test >>made || exit 1
cp ca/ca.pem ca/far.test.pem ca/far.test.key /etc/mail/
printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: /etc/mail/sasl/db\n' >/usr/lib/sasl2/Sendmail.conf
echo secret | "$passwords" -p -c -u far.test -f /etc/mail/sasl/db alice || exit 1
chmod 600 /etc/mail/sasl/db /etc/mail/far.test.key
: >/etc/mail/aliases
cp near.cf /etc/mail/sendmail.cf
mkdir -p far.queue near.queue
chown postern near.queue

authinfo() {
    echo "AuthInfo:far.test \"U:alice\" \"I:alice\" \"P:$2\" \"R:far.test\" \"M:$1\"" | "$image/makemap" hash /etc/mail/authinfo
    chmod 600 /etc/mail/authinfo.db
}
access() {
    printf '%s\n' "$1" | "$image/makemap" hash /etc/mail/access
}
# Sends a message and waits until its attempt is in the log.
number=0
send() {
    number=$((number + 1))
    printf 'To: u%s@elsewhere.test\nSubject: hi\n\nbody\n' $number | "$image/sendmail" -C "$work/near.cf" -t
    for i in $(seq 300); do
        grep -q "to=<u$number@.*stat=" log && return
        sleep 0.1
    done
    echo "message $number was not tried"
}
authinfo DIGEST-MD5 secret
access 'TLS_Srv:far.test VERIFY:112'
"$real" -C "$work/far.cf" -bD >far.out 2>&1 &
server=$!
"$image/sendmail" -C "$work/near.cf" -bD >near.out 2>&1 &
client=$!
for i in $(seq 300); do
    [ -S submit.socket ] && (exec 3<>"/dev/tcp/127.0.0.1/$far") 2>/dev/null && break
    sleep 0.1
done
send
for mechanism in CRAM-MD5 LOGIN PLAIN; do
    authinfo $mechanism secret
    send
done
authinfo DIGEST-MD5 wrong
send
access 'TLS_Srv:far.test VERIFY:512'
send
access 'TLS_Srv:far.test PERM+VERIFY:112+CN:other.test'
send
access 'Try_TLS:far.test NO'
send
kill $client $server
wait
cat far.out near.out log
sed -n 's/^\$r/accepted with /p' far.queue/qf*
grep -rl secret log near.out near.queue && echo "a password was written"
exit 0
