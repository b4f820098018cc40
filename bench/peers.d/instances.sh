# shellcheck shell=bash
# The servers that bench/peers measures: an instance is a peer with a folder, a namespace, a control group and a port of its own.
# A peer's lasting instance has its name; others have a suffix. Read by bench/peers, which sets folder, accounts, base, sink and trees.
# shellcheck disable=SC2154

group() { echo "$accounts/postern-bench-$1"; }
account() { echo "$(group "$1")/cpuacct.usage"; }
peer_of() { echo "${1%%-*}"; }

port_of() {
    local number
    case $(peer_of "$1") in postern) number=1 ;; postfix) number=2 ;; sendmail) number=3 ;; exim) number=4 ;; *) number=5 ;; esac
    case $1 in *-*) number=$((number + 10)) ;; esac
    echo $((base + number))
}

tree_of() {
    case $1 in exim*) echo "$trees/exim4-daemon-light" ;; *) echo "$trees/$(peer_of "$1")" ;; esac
}

keys() {
    [ ! -e "$folder/keys" ] || return 0
    mkdir -m 755 "$folder/keys"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=bench.test -addext subjectAltName=DNS:bench.test \
        -keyout "$folder/keys/bench.test.key" -out "$folder/keys/bench.test.pem" >/dev/null 2>&1
    chmod 600 "$folder/keys/bench.test.key"
}

# instance, port of its next hop: a namespace with all that it needs, nothing running
lay_out() {
    local here=$folder/$1
    keys
    mkdir -p "$here" "$(group "$1")"
    cp -r "$folder/keys" "$here/keys"
    unshare -m --propagation private bench/peers.d/namespace "$(peer_of "$1")" "$here" "$(tree_of "$1")" "$(port_of "$1")" "$2" \
        >"$here/prepare.out" 2>&1 </dev/null &
    echo $! >"$here/holder"
    until [ -e "$here/ready" ]; do
        kill -0 "$(cat "$here/holder")" 2>/dev/null || { cat "$here/prepare.out" >&2; return 1; }
        sleep 0.1
    done
}

# Writes the command that runs another one of those that the namespace offers, in the instance's namespace and group.
# instance, command (serve, flush or submit; true does nothing)
inside() {
    local here=$folder/$1 program=$folder/$1/$2
    [ "$2" != true ] || program=/bin/true
    printf '#!/bin/sh\necho $$ >%s/cgroup.procs\nexec nsenter --mount=/proc/%s/ns/mnt %s\n' "$(group "$1")" "$(cat "$here/holder")" "$program" >"$here/in-$2"
    chmod 755 "$here/in-$2"
    echo "$here/in-$2"
}

# instance: prints how many milliseconds it took until it greeted a client
start() { bench/peers.d/first-accept "$(port_of "$1")" "$folder/$1/out" "$(inside "$1" serve)"; }

# instance: only its processes end
stop() {
    local signal i list
    list=$(group "$1")/cgroup.procs
    for signal in TERM KILL; do
        for ((i = 0; i < 100; i++)); do
            [ -e "$list" ] && [ -n "$(cat "$list")" ] || return 0
            # shellcheck disable=SC2046
            [ $((i % 20)) -ne 0 ] || kill -$signal $(cat "$list") 2>/dev/null || true
            sleep 0.1
        done
    done
}

# instance: nothing of it remains but, when KEEP is set, its files
end() {
    stop "$1"
    [ ! -e "$folder/$1/holder" ] || kill "$(cat "$folder/$1/holder")" 2>/dev/null || true
    rmdir "$(group "$1")" 2>/dev/null || true
    [ -n "${KEEP:-}" ] || rm -rf "${folder:?}/$1"
}
remove() { KEEP='' end "$1"; }

end_all() {
    local holder
    for holder in "$folder"/*/holder; do
        [ ! -e "$holder" ] || { holder=${holder%/holder}; end "${holder##*/}"; }
    done
}

# peer: its lasting instance runs
running() {
    [ -e "$folder/$1/holder" ] || { lay_out "$1" "$sink" && start "$1" >/dev/null; }
}

# peer: a new instance, laid out and started once, which has been stopped again
fresh() {
    remove "$1-fresh"
    lay_out "$1-fresh" "${2:-$sink}"
    start "$1-fresh" >/dev/null
    stop "$1-fresh"
}

# instance, when: a line of the results
memory() {
    echo "memory-$2 $(peer_of "$1") $(java GroupMemory "$(group "$1")")" >>"$results"
}

java() {
    local class=$1
    shift
    "$BENCH_JAVA" -XX:+UseSerialGC -cp "$BENCH_CLASSES" "org.postern.bench.$class" "$@"
}

# peer: its name and version, from what its package says
version_of() {
    local package
    case $1 in
        postern) echo "postern $(git describe --always --dirty 2>/dev/null || true)" && return ;;
        sendmail) package=sendmail-bin ;;
        exim) package=exim4-daemon-light ;;
        *) package=$1 ;;
    esac
    gzip -dc "$(tree_of "$1")/usr/share/doc/$package"/changelog.Debian*.gz 2>/dev/null | sed -n '1s/^\([^ ]*\) (\([^)]*\)).*/\1 \2/p'
}
