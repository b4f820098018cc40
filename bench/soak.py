"""The traffic of bench/soak: what is acknowledged is written down, and looked for at the end."""

import glob, os, random, re, signal, smtplib, socket, ssl, subprocess, sys, threading, time

BIN, FOLDER, BASE, MINUTES, RATE = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5])
CF = "/etc/mail/sendmail.cf"
END = time.time() + MINUTES * 60
WORKERS = 12
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


class Ledger:
    """What was acknowledged, by kind, and what came out."""

    def __init__(self):
        self.lock = threading.Lock()
        self.number = 0
        self.acknowledged = {}
        self.relayed = {}
        self.refusals = 0
        self.failures = {}

    def name(self):
        with self.lock:
            self.number += 1
            return f"soak-{self.number}-x"

    def acknowledge(self, name, where):
        with self.lock:
            self.acknowledged[name] = where

    def arrive(self, name):
        with self.lock:
            self.relayed[name] = self.relayed.get(name, 0) + 1

    def failed(self, what):
        with self.lock:
            self.failures[what] = self.failures.get(what, 0) + 1


ledger = Ledger()


class Sink:
    """The next hop: refuses `no-*`, defers `later-*` twice, sometimes hangs up or answers slowly."""

    def __init__(self, port):
        self.tries = {}
        self.server = socket.create_server(("127.0.0.1", port), backlog=200)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.server.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            with connection, connection.makefile("rb") as lines:
                self.talk(connection, lines)
        except OSError:
            pass

    def talk(self, connection, lines):
        say = lambda text: connection.sendall(text.encode() + b"\r\n")
        say("220 sink ESMTP")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"EHLO":
                say("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE")
            elif verb == b"RCPT":
                say(self.recipient(line.decode("latin1")))
            elif verb == b"DATA":
                say("354 go")
                text = b""
                for part in lines:
                    if part == b".\r\n":
                        break
                    if len(text) < 4000:
                        text += part
                else:
                    return
                if random.random() < 0.01:
                    return
                for found in re.findall(rb"Subject: (soak-\d+-x)", text):
                    ledger.arrive(found.decode())
                if random.random() < 0.01:
                    time.sleep(3)
                say("250 2.0.0 taken")
            elif verb == b"QUIT":
                say("221 2.0.0 bye")
                return
            else:
                say("250 2.0.0 ok")

    def recipient(self, line):
        name = line.partition("<")[2].partition("@")[0]
        if name.startswith("no-"):
            return "550 5.1.1 no such user"
        if name.startswith("later-"):
            self.tries[name] = self.tries.get(name, 0) + 1
            if self.tries[name] < 3:
                return "451 4.2.0 later"
        return "250 2.1.5 ok"


class Daemon:
    """The server, its two processes, and what they take."""

    def __init__(self):
        self.helper = None
        self.samples = []
        self.start()

    def start(self):
        self.started = time.time()
        out = open(f"{FOLDER}/out", "ab")
        self.helper = subprocess.Popen([f"{BIN}/sendmail", "-C", CF, "-bD", "-q30s"], stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        deadline = time.time() + 120
        while True:
            try:
                socket.create_connection(("127.0.0.1", BASE), 1).close()
                return
            except OSError:
                if time.time() > deadline or self.helper.poll() is not None:
                    sys.exit("the server does not start:\n" + open(f"{FOLDER}/out").read()[-2000:])
                time.sleep(0.2)

    def network(self):
        children = subprocess.run(["pgrep", "-P", str(self.helper.pid)], capture_output=True, text=True).stdout.split()
        return int(children[0]) if children else None

    def kill(self, whom):
        victim = self.network() if whom == "network" else self.helper.pid
        if victim:
            os.kill(victim, signal.SIGKILL)
        self.helper.wait(60)
        self.start()

    def sample(self, since):
        row = [f"{(time.time() - since) / 60:5.1f}"]
        for pid in (self.network(), self.helper.pid):
            try:
                status = dict(line.split(":", 1) for line in open(f"/proc/{pid}/status") if ":" in line)
                row += [f"{int(status['VmRSS'].split()[0]) // 1024:4d}", f"{status['Threads'].strip():>3}", f"{len(os.listdir(f'/proc/{pid}/fd')):4d}"]
            except OSError:
                row += ["-", "-", "-"]
        row.append(f"{len(ledger.acknowledged):7d}")
        print(" | ".join(row), flush=True)


def text(name, size=1500):
    return f"From: bob@soak.test\r\nTo: x@soak.test\r\nSubject: {name}\r\n\r\n" + ("y" * 76 + "\r\n") * (size // 78)


def client(port=BASE):
    session = smtplib.SMTP("127.0.0.1", port, timeout=120)
    session.ehlo("client.test")
    return session


def send(where, recipients, port=BASE, login=False, tls=False, size=1500, sender="bob@soak.test"):
    name = ledger.name()
    session = client(port)
    try:
        if tls:
            session.starttls(context=context)
            session.ehlo("client.test")
        if login:
            session.login("alice@soak.test", "secret")
        session.sendmail(sender, [r.replace("#", name) for r in recipients], text(name, size))
        ledger.acknowledge(name, where)
    finally:
        session.close()


def abort():
    session = client()
    session.mail("bob@soak.test")
    session.rcpt("r@remote.test")
    session.docmd("DATA")
    session.sock.sendall(b"Subject: never\r\n\r\nhalf of it")
    session.close()


def slow():
    session = client()
    for byte in b"NOOP and nothing else at all\r\n":
        session.sock.sendall(bytes([byte]))
        time.sleep(0.3)
    session.getreply()
    session.close()


def bad():
    session = client()
    for line in ("MAIL", "RCPT TO:<>", "\x80\xff", "MAIL FROM:<a@b.test> SIZE=99999999999999", "X" * 3000, "DATA"):
        session.sock.sendall(line.encode("latin1") + b"\r\n")
        session.getreply()
    session.mail("bob@soak.test")
    code, _ = session.rcpt("nobody-of-this-name@soak.test")
    session.close()
    if code != 550:
        ledger.failed(f"an unknown user was answered with {code}")


def command():
    name = ledger.name()
    done = subprocess.run([f"{BIN}/sendmail", "-C", CF, "-oi", "-f", "bob@soak.test", "alice@soak.test"], input=text(name).encode().replace(b"\r\n", b"\n"), capture_output=True)
    if done.returncode == 0:
        ledger.acknowledge(name, "mailbox")


KINDS = [
    (30, lambda: send("sink", ["r@remote.test"])),
    (20, lambda: send("mailbox", ["alice@soak.test"])),
    (5, lambda: send("both", ["both@soak.test", "r@remote.test"])),
    (8, lambda: send("sink", ["r@remote.test"], tls=True)),
    (6, lambda: send("sink", ["r@remote.test"], port=BASE + 1, tls=True, login=True)),
    (4, lambda: send("sink", ["r@remote.test"], port=BASE + 1, login=True)),
    (2, lambda: send("sink", ["r@remote.test"], size=random.randint(1, 5) * 1_000_000)),
    (6, lambda: send("report", ["no-#@remote.test"], sender="reports@soak.test")),
    (4, lambda: send("sink", ["later-#@remote.test"])),
    (5, abort),
    (3, slow),
    (5, bad),
    (1, command),
]


def worker():
    actions, weights = [k[1] for k in KINDS], [k[0] for k in KINDS]
    while time.time() < END:
        try:
            random.choices(actions, weights)[0]()
        except (smtplib.SMTPException, OSError) as failure:
            ledger.failed(type(failure).__name__)
        time.sleep(random.expovariate(RATE / WORKERS))


def mailboxes():
    found = {}
    for path in glob.glob("/var/mail/*"):
        for name in re.findall(rb"^Subject: (soak-\d+-x)", open(path, "rb").read(), re.M):
            found.setdefault(os.path.basename(path), {}).setdefault(name.decode(), 0)
            found[os.path.basename(path)][name.decode()] += 1
    return found


def missing():
    boxes = mailboxes()
    inbox, reports = boxes.get("alice", {}), boxes.get("reports", {})
    checks = {
        "sink": lambda n: n in ledger.relayed,
        "mailbox": lambda n: n in inbox,
        "both": lambda n: n in inbox and n in boxes.get("bob", {}) and n in ledger.relayed,
        "report": lambda n: n in reports,
    }
    return [(n, where) for n, where in list(ledger.acknowledged.items()) if not checks[where](n)]


def main():
    sink = Sink(BASE + 2)
    daemon = Daemon()
    begun = time.time()
    print("minutes | network MiB, threads, files | helper MiB, threads, files | acknowledged")
    daemon.sample(begun)
    threads = [threading.Thread(target=worker, daemon=True) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    kills = [(begun + MINUTES * 60 * part, whom) for part, whom in ((0.5, "network"), (0.6, "helper"), (0.7, "network"), (0.8, "helper"))]
    reload = begun + 60
    shown = begun
    while time.time() < END:
        time.sleep(1)
        if kills and time.time() > kills[0][0]:
            daemon.kill(kills.pop(0)[1])
        if time.time() > reload and time.time() - daemon.started > 10:
            os.kill(daemon.helper.pid, signal.SIGHUP)
            reload += 60
        if daemon.helper.poll() is not None:
            sys.exit(f"the server ended by itself with {daemon.helper.returncode}:\n" + open(f"{FOLDER}/out").read()[-2000:])
        if time.time() - shown > max(20, MINUTES * 60 / 24):
            shown = time.time()
            daemon.sample(begun)
    for thread in threads:
        thread.join()
    deadline = time.time() + 600
    while missing() and time.time() < deadline:
        time.sleep(2)
    time.sleep(35)
    daemon.sample(begun)
    lost = missing()
    daemon.helper.terminate()
    status = daemon.helper.wait(60)
    listed = subprocess.run([f"{BIN}/mailq", "-C", CF], capture_output=True, text=True).stdout.strip().splitlines()
    left = [p for p in glob.glob(f"{FOLDER}/queue/**/*", recursive=True) if os.path.isfile(p)]
    twice = sum(n - 1 for n in ledger.relayed.values())
    print(f"acknowledged {len(ledger.acknowledged)}, lost {len(lost)}, relayed twice {twice}, end {status}")
    print("what clients met:", ledger.failures)
    print("mailq:", listed[-1:] , "files in the queue:", sorted(os.path.relpath(p, FOLDER) for p in left)[:12])
    for name, where in lost[:20]:
        print("LOST", name, where)
    sys.exit(1 if lost else 0)


main()
