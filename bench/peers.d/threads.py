"""Where the processor time of a control group goes, by kind of thread: threads.py GROUP TITLE, until it gets SIGTERM; then a Markdown table.

It looks at every thread three times a second, so that the last moments of a thread that ends may be missing; the row "threads that had ended" is
the rest of what the processes themselves say. The driver and the sink of the scenario, which share the processors, have a row of their own.
"""
import glob
import os
import re
import signal
import sys
import time

GROUP, TITLE = sys.argv[1:3]
TICKS = os.sysconf("SC_CLK_TCK")
STAT = re.compile(r"\d+ \((.*)\) . (.*)", re.S)
NAMES = [
    (r"ForkJoinPool", "virtual threads: sessions, rules, deliveries"),
    (r"queue-files", "queue files"),
    (r"queue-journal", "journal"),
    (r"C[12] Compiler", "compiler of the JVM"),
    (r"VM Thread|G1|GC|VM Periodic|Native Heap|Service Thread", "collector and other work of the JVM"),
    (r"as-uid", "acting as users"),
    (r"helper-request|helper-answers", "the pair of processes: requests and answers"),
    (r"accept-", "accepting connections"),
]
first, last = {}, {}
ending = False


def end(*_):
    global ending
    ending = True


def times(path):
    """The name of a thread or process and its user and system time in seconds, or None when it has gone."""
    try:
        with open(path) as file:
            name, rest = STAT.match(file.read()).groups()
    except (OSError, AttributeError):
        return None
    fields = rest.split()
    return name, int(fields[10]) / TICKS, int(fields[11]) / TICKS


def note(key, path):
    now = times(path)
    if now:
        first.setdefault(key, now)
        last[key] = now


def look():
    try:
        with open(f"{GROUP}/cgroup.procs") as file:
            pids = file.read().split()
    except OSError:
        pids = []
    for pid in pids:
        note((pid, "all"), f"/proc/{pid}/stat")
        for task in glob.glob(f"/proc/{pid}/task/*/stat"):
            note((pid, task.split("/")[4]), task)
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline") as file:
                if "Driver" in file.read():
                    note((pid, "driver"), f"/proc/{pid}/stat")
        except OSError:
            pass


def kind(name):
    return next((text for pattern, text in NAMES if re.search(pattern, name)), "others")


def add(table, key, user, system):
    before = table.get(key, (0.0, 0.0))
    table[key] = before[0] + user, before[1] + system


signal.signal(signal.SIGTERM, end)
while not ending:
    look()
    time.sleep(0.3)
processes, rows = {}, {}
for (pid, task), (name, user, system) in last.items():
    # a process of before counts from the beginning of the scenario, what it started meanwhile from its own
    user, system = user - first[pid, task][1], system - first[pid, task][2]
    if task == "driver":
        add(rows, ("driver and sink", ""), user, system)
    elif task == "all":
        processes[pid] = name
        add(rows, (name, "threads that had ended"), user, system)
for (pid, task), (name, user, system) in last.items():
    if task.isdigit() and pid in processes:
        user, system = user - first[pid, task][1], system - first[pid, task][2]
        add(rows, (processes[pid], kind(name)), user, system)
        add(rows, (processes[pid], "threads that had ended"), -user, -system)
print(f"\n### {TITLE}: processor time by kind of thread, seconds\n\n| process | threads | user | system |\n| --- | --- | ---: | ---: |")
for (process, threads), (user, system) in sorted(rows.items(), key=lambda row: -sum(row[1])):
    if user + system >= 0.05:
        print(f"| {process} | {threads} | {user:.1f} | {system:.1f} |")
