"""Prints the results of bench/peers as Markdown: table.py RESULTS ABOUT

Each line of RESULTS: SCENARIO PEER NAME=VALUE ... or SCENARIO PEER failed. Several lines of one scenario and peer are rounds: the median counts.
"""
import os
import re
import sys
from statistics import median

RUNS = {}
for line in open(sys.argv[1]):
    scenario, peer, rest = line.rstrip("\n").split(" ", 2)
    RUNS.setdefault(scenario, {}).setdefault(peer, []).append(dict(re.findall(r"([^ =]+)=([^ ]+)", rest)))


def figure(scenario, peer, key, scale=1.0):
    """The median of one figure, or None when no round has it."""
    values = [float(run[key]) * scale for run in RUNS.get(scenario, {}).get(peer, []) if key in run]
    return median(values) if values else None


def shown(value, digits=0):
    return "-" if value is None else f"{value:.{digits}f}"


def table(title, scenario, columns):
    """columns: heading, key, digits, factor"""
    if scenario not in RUNS:
        return
    print(f"\n### {title}\n\n| peer | {' | '.join(c[0] for c in columns)} |\n| --- |{' ---: |' * len(columns)}")
    for peer, runs in RUNS[scenario].items():
        cells = [shown(figure(scenario, peer, key, factor), digits) for _, key, digits, factor in columns]
        failed = sum(1 for run in runs if not run)
        limits = sorted({run["limit"] for run in runs if "limit" in run})
        note = f" ({failed} of {len(runs)} rounds failed)" if failed else ""
        note += f" (limit {shown(figure(scenario, peer, 'sessions'))}: {', '.join(limits)})" if limits else ""
        print(f"| {peer}{note} | {' | '.join(cells)} |")


print("## Postern beside its peers\n")
print(open(sys.argv[2]).read().strip().replace("\n", "; ") + f"; Linux {os.uname().release}, {os.cpu_count()} processors; medians.")
LOAD = [("accepted/s", "accepted/s", 0, 1), ("delivered/s", "delivered/s", 0, 1), ("CPU-s/1000", "cpu-s/1000", 2, 1), ("p50 ms", "p50", 2, 1), ("p99 ms", "p99", 2, 1)]
IDLE = [("sessions", "sessions", 0, 1), ("KiB each", "per-session-KiB", 1, 1), ("MiB before", "before-KiB", 0, 1 / 1024), ("MiB with all", "after-KiB", 0, 1 / 1024)]
MEMORY = [("Pss, MiB", "pss-KiB", 0, 1 / 1024), ("Rss added up, MiB", "rss-KiB", 0, 1 / 1024), ("processes", "processes", 0, 1)]
table("Relay of 4 KiB, 20 sessions, one message per connection", "one", LOAD)
table("Relay of 4 KiB, 20 sessions, kept connections", "many", LOAD)
table("Relay of 4 KiB, one client, one message after the other", "serial", LOAD)
table("Relay of 1 MiB, 4 sessions", "mib", LOAD)
BACKLOG = [
    ("messages", "messages", 0, 1), ("accepted/s", "accepted/s", 0, 1), ("drained", "arrived", 0, 1), ("drained/s", "drained/s", 0, 1), ("CPU-s/1000", "cpu-s/1000", 2, 1)]
table("Backlog: taken while the next hop is down, drained when it is back 3 s later (a minute at most)", "backlog", BACKLOG)
table("The same when it is back 20 s later, so that all messages lie in queue files", "oldbacklog", BACKLOG)
table("Local delivery to one user, mbox", "local1", LOAD)
table("Local delivery to 20 users by turns, mbox", "local20", LOAD)
table("1000 idle sessions", "idle1000", IDLE)
table("5000 idle sessions", "idle5000", IDLE)
table("19,000 idle sessions", "idle20000", IDLE)
table("A handshake and a message of 4 KiB per session, 4 at once", "tls", [
    ("messages", "messages", 0, 1), ("failed", "failed", 0, 1), ("accepted/s", "accepted/s", 0, 1), ("CPU-s/1000", "cpu-s/1000", 2, 1)])
table("sendmail -t as a process; CPU with the daemon and the delivery (\"nothing\": the measurement itself)", "submit", [
    ("p50 ms", "p50", 1, 1), ("max ms", "max", 1, 1), ("CPU-s/1000", "cpu-s/1000", 1, 1)])
table("Start until a client is greeted", "bigstart", [
    ("ms, empty queue", "empty-ms", 0, 1), ("messages in the queue", "queue", 0, 1), ("ms, with these", "full-ms", 0, 1)])
table("Memory at rest, 15 s after the start", "memory-rest", MEMORY)
table("Memory after the relay load with kept connections", "memory-load", MEMORY)
if "journal" in RUNS:
    print(f"\nJournal alone, 20 writers of 4 KiB, group commit: {shown(figure('journal', 'postern', 'commits/s'))} messages/s.")

CHECKS = []


def check(text, value, wanted, at_least, digits=1):
    """A target: value at least, or at most, what is wanted."""
    if value is not None and wanted is not None:
        met = value >= wanted if at_least else value <= wanted
        CHECKS.append(f"| {text} | {value:.{digits}f} | {'at least' if at_least else 'at most'} {wanted:.{digits}f} | {'met' if met else '**missed**'} |")


def ratio(a, b):
    return a / b if a is not None and b else None


def best(scenario, key, choose):
    values = [v for v in (figure(scenario, peer, key) for peer in RUNS.get(scenario, {}) if peer not in ("postern", "nothing")) if v is not None]
    return choose(values) if values else None


for scenario, times, title in (("many", 5, "kept connections"), ("one", 3, "one message per connection")):
    check(f"relay, {title}: delivered/s, times Postfix", ratio(figure(scenario, "postern", "delivered/s"), figure(scenario, "postfix", "delivered/s")), times, True)
    check(f"relay, {title}: CPU per message, part of Postfix's", ratio(figure(scenario, "postern", "cpu-s/1000"), figure(scenario, "postfix", "cpu-s/1000")), 0.25, False, 2)
check("serial p50, ms, against the best peer", figure("serial", "postern", "p50"), best("serial", "p50", min), False, 2)
check("backlog drained/s, times the best peer", ratio(figure("backlog", "postern", "drained/s"), best("backlog", "drained/s", max)), 5, True)
check("backlog of 20 s: drained/s, times the best peer", ratio(figure("oldbacklog", "postern", "drained/s"), best("oldbacklog", "drained/s", max)), 5, True)
for scenario, title in (("local1", "one user"), ("local20", "20 users")):
    check(f"local delivery, {title}: delivered/s, times the best peer", ratio(figure(scenario, "postern", "delivered/s"), best(scenario, "delivered/s", max)), 3, True)
for scenario, title in (("idle1000", "1000"), ("idle5000", "5000"), ("idle20000", "19,000")):
    check(f"idle session, KiB, {title} of them", figure(scenario, "postern", "per-session-KiB"), 15, False)
check("resident at rest, both processes, MiB", figure("memory-rest", "postern", "rss-KiB", 1 / 1024), 160, False, 0)
check("resident under the relay load, both processes, MiB", figure("memory-load", "postern", "rss-KiB", 1 / 1024), 350, False, 0)
check("start to the first accept with an empty queue, s", figure("bigstart", "postern", "empty-ms", 1 / 1000), 1, False, 2)
check("relay, kept connections: delivered/s, part of the journal alone", ratio(figure("many", "postern", "delivered/s"), figure("journal", "postern", "commits/s")), 0.5, True, 3)
if CHECKS:
    print("\n### Targets\n\n| what | measured | wanted | |\n| --- | ---: | ---: | --- |")
    print("\n".join(CHECKS))
