# shellcheck shell=bash
# What bench/peers measures: each function prints one line of NAME=VALUE pairs for a peer. Read by bench/peers.
# shellcheck disable=SC2154

# count, smallest: as SCALE in the environment wants it
scaled() {
    local count=$(($1 * scale / 100))
    echo $((count < $2 ? $2 : count))
}

# peer, most: OpenSMTPD's queue of new connections has five places; more clients at once would measure lost packets
clients() {
    if [ "$1" = opensmtpd ] && [ "$2" -gt 4 ]; then echo 4; else echo "$2"; fi
}

# peer, then how many postern, postfix, sendmail, and each of the others get: as many as take some seconds
messages_of() {
    local count
    case $1 in postern) count=$2 ;; postfix) count=$3 ;; sendmail) count=$4 ;; *) count=$5 ;; esac
    scaled "$count" 20
}

# peer, messages in the first round, messages later: a JVM compiles what is hot while it runs
warm_up() {
    if [ "$1" = postern ]; then scaled "$((round == 1 ? $2 : $3))" 20; else echo 20; fi
}

# peer, messages, warm-up, then arguments of the driver
load() {
    local peer=$1 count=$2 warm=$3
    shift 3
    running "$peer"
    # whoever keeps a connection to the next hop of the scenario before must let it go, or its first message fails and waits
    sleep 3
    java LoadDriver port="$(port_of "$peer")" account="$(account "$peer")" messages="$count" warmup="$warm" seconds=120 "$@"
}

scenario_one() { load "$1" "$(messages_of "$1" 20000 4000 1500 400)" "$(warm_up "$1" 40000 4000)" sink="$sink" reuse=false sessions="$(clients "$1" 20)"; }

scenario_many() {
    load "$1" "$(messages_of "$1" 20000 4000 1500 400)" "$(warm_up "$1" 40000 4000)" sink="$sink" reuse=true sessions="$(clients "$1" 20)"
    memory "$1" load
}

scenario_serial() { load "$1" "$(messages_of "$1" 2000 400 150 50)" "$(warm_up "$1" 3000 1000)" sink="$sink" reuse=true sessions=1; }

scenario_mib() { load "$1" "$(messages_of "$1" 400 200 80 60)" "$(warm_up "$1" 200 40)" sink="$sink" reuse=true sessions=4 size=1048576; }

# peer, number of users: one message for one of them, by turns
local_delivery() {
    local recipients='' mailboxes='' i
    for ((i = 1; i <= $2; i++)); do
        recipients=$recipients,user$i@bench.test
        mailboxes=$mailboxes,$folder/$1/mail/user$i
    done
    load "$1" "$(messages_of "$1" 10000 1500 400 150)" "$(warm_up "$1" 20000 4000)" reuse=true sessions="$(clients "$1" 20)" \
        recipient="${recipients#,}" mailboxes="${mailboxes#,}"
    rm -f "$folder/$1"/mail/user*
}
scenario_local1() { local_delivery "$1" 1; }
scenario_local20() { local_delivery "$1" 20; }

# peer, seconds: the next hop is down while the messages come and so much longer; then it is there and the peer is told to run its queue. What
# has not left after a minute is given up, and with it this instance.
backlog() {
    local line count
    count=$(scaled 5000 20)
    # in processes of their own, so that no connection to the next hop remains
    load "$1" "$(warm_up "$1" 2000 1000)" 0 sink="$sink" sessions="$(clients "$1" 20)" >/dev/null
    warm_drains "$1" "$2"
    line=$(drain "$1" "$count" "$2")
    echo "$line"
    case $line in *" arrived=$count "*) ;; *) remove "$1" ;; esac
}
# peer, seconds: as many messages as in the warm-up of the relay scenarios, or one drain of many when each would take long
warm_drains() {
    local i drains=1 count=5000
    [ "$1" = postern ] || return 0
    if [ "$round" -eq 1 ] && [ "$2" -lt 10 ]; then
        drains=8
    elif [ "$round" -eq 1 ]; then
        count=20000
    fi
    for ((i = 0; i < drains; i++)); do drain "$1" "$(scaled $count 20)" "$2" >/dev/null; done
}
# peer, messages, seconds
drain() { java BacklogDriver "$(port_of "$1")" "$sink" "$2" "$(clients "$1" 20)" "$(account "$1")" 60 "$3" "$(inside "$1" flush)"; }
scenario_backlog() { backlog "$1" 3; }
scenario_oldbacklog() { backlog "$1" 20; }

# peer, sessions: a young instance for each. A peer that admitted fewer before is not asked again.
idle() {
    local line
    if [ -e "$folder/$1.admits" ]; then
        cat "$folder/$1.admits"
        return
    fi
    fresh "$1"
    start "$1-fresh" >/dev/null
    line=$(java IdleSessions "$(port_of "$1-fresh")" "$(scaled "$2" 20)" "$(group "$1-fresh")" 10)
    echo "$line"
    case $line in *limit=*) echo "$line" >"$folder/$1.admits" ;; esac
    remove "$1-fresh"
}
scenario_idle1000() { rm -f "$folder/$1.admits"; idle "$1" 1000; }
scenario_idle5000() { idle "$1" 5000; }
# a process may have 20,000 descriptors here
scenario_idle20000() { idle "$1" 19000; }

scenario_tls() {
    local warm
    running "$1"
    [ "$1" != postern ] || {
        warm=$(warm_up "$1" 3000 500)
        java TlsSessions "$(port_of "$1")" "$warm" 4 sink@sink.test tls "$sink" "$(account "$1")" >/dev/null
    }
    java TlsSessions "$(port_of "$1")" "$(messages_of "$1" 500 300 200 100)" 4 sink@sink.test tls "$sink" "$(account "$1")"
}

scenario_submit() {
    running "$1"
    java SubmitDriver "$sink" "$(scaled 30 5)" "$(account "$1")" "$(inside "$1" submit)"
    # what the two commands that lead into the namespace cost by themselves
    [ "$1" != postern ] || echo "submit nothing $(java SubmitDriver 0 "$(scaled 30 5)" "$(account "$1")" "$(inside "$1" true)")" >>"$results"
}

# Milliseconds until the first client is greeted, with an empty queue and with a big one. The files of sendmail's queue, which Postern reads too,
# are written while nothing runs; the others take theirs while their next hop is down.
scenario_bigstart() {
    local instance=$1-fresh empty big count
    fresh "$1" $((base + 98))
    empty=$(start "$instance")
    sleep "$([ "$scale" -eq 100 ] && echo 15 || echo 2)"
    memory "$instance" rest
    case $1 in
        postern | sendmail)
            stop "$instance"
            count=$(scaled 100000 100)
            java QueueFill "$folder/$instance/queue" "$count"
            chown -R --reference="$folder/$instance/queue" "$folder/$instance/queue"
            ;;
        *)
            count=$(scaled 5000 20)
            java BacklogDriver "$(port_of "$instance")" $((base + 98)) "$count" "$(clients "$1" 20)" "$(account "$instance")" 60 0 >/dev/null
            stop "$instance"
            ;;
    esac
    big=$(start "$instance")
    echo "empty-ms=$empty queue=$count full-ms=$big"
    remove "$instance"
}

# What the journal of Postern's queue does without a mail server: 20 threads that commit messages of 4 KiB, another that takes and finishes them.
journal_alone() {
    local root=$PWD
    mkdir -p "$folder/journal"
    (
        cd "$folder/journal" || exit
        "$BENCH_JAVA" -cp "${BENCH_CLASSES/#bench/$root/bench}" --enable-native-access=ALL-UNNAMED org.openjdk.jmh.Main CommitBenchmark.twenty \
            -f 1 -wi 2 -w 2 -i 3 -r 2 -rf csv -rff result.csv >output 2>&1
    ) || cat "$folder/journal/output" >>"$folder/errors"
    echo "journal postern commits/s=$(sed -n '2s/"//gp' "$folder/journal/result.csv" | cut -d, -f5)" | tee -a "$results" >&2
    rm -rf "$folder/journal"
}
