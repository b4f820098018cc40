package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;

/// A host with the users, files and aliases of one group of scenarios, which gets one message for each and is looked
/// at afterwards: by the real sendmail or by Postern, on the same configuration.
///
/// The preparation of a scenario is a shell command of root's with these words: `$U` the user, `$H` its home, `$L` its
/// list, NN the number; `fwd TEXT` and `fwdn TEXT` write the `.forward` file of the user with a shell and without,
/// `alias TEXT` its alias, `list TEXT` its list and an alias to it, `mine MODE FILE` makes a file of the user's.
final class LocalSecurityHost {
    private static final int FIRST_ID = 62_100;
    private static final int QUIET_LOOKS = 2;
    private static final long PATIENCE_SECONDS = 120;
    private static final Pattern TOKEN = Pattern.compile("token-(\\d+)");
    private static final Pattern REFUSED = Pattern.compile("\\b5\\d\\d (5\\.\\d\\.\\d+)");
    private static final Pattern STATUS = Pattern.compile("(?m)^Status: (\\S+)");

    private static final String MC = """
            OSTYPE(`linux')dnl
            define(`ALIAS_FILE', `/etc/mail/aliases')dnl
            define(`confDOMAIN_NAME', `mail.exam.test')dnl
            define(`confTO_IDENT', `0')dnl
            define(`confDEF_USER_ID', `mailnull')dnl
            define(`confFORWARD_PATH', `$z/.forward')dnl
            FEATURE(`nocanonify')dnl
            FEATURE(`local_lmtp', `MAIL.LOCAL')dnl
            """;
    private static final String WORDS = """
            umask 022
            fwd() { printf '%s\\n' "$1" >$H/.forward; chown $U:$U $H/.forward; }
            fwdn() { printf '%s\\n' "$1" >/var/lib/n$N/.forward; chown n$N:n$N /var/lib/n$N/.forward; }
            alias() { printf '%s\\n' "a$N: $1" >>/etc/mail/aliases; }
            list() { printf '%s\\n' "$1" >$L; alias ":include:$L"; }
            mine() { : >"$2"; chown $U:$U "$2"; chmod $1 "$2"; }
            mkdir -p /var/work /var/lists /var/forward /var/safe /etc/mail/bin /etc/mail/smrsh
            chmod 1777 /var/work /var/safe /var/mail
            chmod 755 /var/lists /var/forward /var/lib
            printf 'alice\\n' >/etc/mail/closed
            chmod 600 /etc/mail/closed
            cat >/etc/mail/bin/save <<'PROGRAM'
            #!/bin/sh
            umask 077
            { echo "ids $(id -u) $(id -g) $(id -G)"; echo "cwd $(pwd)"; echo "env $(env | grep -v ^PWD= | sort | tr '\\n' ' ')"; cat; } >/var/work/out-$1
            PROGRAM
            cp /etc/mail/bin/save /etc/mail/smrsh/keep
            chmod 755 /etc/mail/bin/save /etc/mail/smrsh/keep
            """;

    private final EtcMail host;
    private final LocalSecurityTable.Group group;
    private final SmtpDialogue smtp;
    private final Map<String, Set<String>> facts = new TreeMap<>();

    private LocalSecurityHost(EtcMail host, LocalSecurityTable.Group group, int port) {
        this.host = host;
        this.group = group;
        this.smtp = new SmtpDialogue(port);
        group.scenarios().forEach(one -> facts.put(one.number(), new TreeSet<>()));
    }

    /// Lays the host out below a folder.
    static LocalSecurityHost in(Path folder, LocalSecurityTable.Group group) throws IOException {
        LocalSecurityHost made = new LocalSecurityHost(
                EtcMail.bare(folder), group, FreePorts.find(1).getFirst());
        made.prepare();
        return made;
    }

    private void prepare() throws IOException {
        StringBuilder passwd = new StringBuilder(Files.readString(host.path("etc/passwd")));
        StringBuilder groups = new StringBuilder(Files.readString(host.path("etc/group")));
        StringBuilder commands = new StringBuilder(WORDS);
        int id = FIRST_ID;
        for (String other : List.of("mailnull", "bounces")) {
            account(passwd, groups, other, id++, "/bin/sh");
        }
        for (LocalSecurityTable.Scenario one : group.scenarios()) {
            account(passwd, groups, "u" + one.number(), id++, "/bin/sh");
            account(passwd, groups, "n" + one.number(), id++, "/usr/sbin/nologin");
            commands.append("N=NN U=uNN H=/var/lib/uNN L=/var/lists/l-NN\nmkdir $H /var/lib/n$N\n")
                    .append("chown $U:$U $H\nchown n$N:n$N /var/lib/n$N\n")
                    .append(one.preparation())
                    .append('\n');
            replace(commands, "NN", one.number());
        }
        host.write("etc/passwd", passwd.toString());
        host.write("etc/group", groups.toString());
        host.write("etc/shells", "/bin/sh\n");
        host.write("etc/mail/aliases", "postmaster: root\nroot: bounces\n");
        host.write("etc/mail/sendmail.cf", configuration());
        Files.createDirectories(host.path("var/spool/mqueue"));
        host.own("var/spool/mqueue", 0, 0, "0700");
        host.write("var/prepare", commands.toString());
        host.inside("", List.of("sh", "-e", "/var/prepare")).succeeded();
        host.inside("", List.of(Peers.program("sendmail", "newaliases").toString(), "-C", "/etc/mail/sendmail.cf"));
    }

    private static void account(StringBuilder passwd, StringBuilder groups, String name, int id, String shell) {
        passwd.append(name + ":x:" + id + ":" + id + "::/var/lib/" + name + ":" + shell + "\n");
        groups.append(name + ":x:" + id + ":\n");
    }

    private static void replace(StringBuilder text, String old, String fresh) {
        for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + fresh.length())) {
            text.replace(at, at + old.length(), fresh);
        }
    }

    private String configuration() {
        String source = (MC + group.mc() + "MAILER(`local')dnl\nMAILER(`smtp')dnl\n")
                .replace("MAIL.LOCAL", Peers.program("sendmail", "mail.local").toString())
                .replace("SMRSH", Peers.program("sendmail", "smrsh").toString());
        return RealSendmail.cf(source).replaceAll("(?m)^O DaemonPortOptions=.*\n", "")
                + "O DaemonPortOptions=Family=inet, Name=MTA, Addr=127.0.0.1, Port=" + smtp.port() + "\n"
                + "O DaemonPortOptions=Family=local, Name=MSP, Addr=/run/sendmail/mta/submit\n"
                + "O Timeout.fileopen=1s\n"
                + group.cf();
    }

    private static String target(LocalSecurityTable.Scenario one) {
        return switch (one.target()) {
            case "u", "n", "a" -> one.target() + one.number();
            default -> one.target().replace("NN", one.number());
        };
    }

    private static String message(LocalSecurityTable.Scenario one) {
        return "Subject: token-" + one.number() + "\nFrom: bounces@mail.exam.test\nTo: somebody\n\ntext\n";
    }

    /// Has the real sendmail deliver all messages, one after the other.
    Map<String, Set<String>> real() throws IOException {
        StringBuilder script = new StringBuilder();
        for (LocalSecurityTable.Scenario one : group.scenarios()) {
            host.write("var/in/" + one.number(), message(one));
            script.append(Peers.program("sendmail", "sendmail"))
                    .append(" -C /etc/mail/sendmail.cf -odi -oi -f bounces -- '")
                    .append(target(one))
                    .append("' </var/in/")
                    .append(one.number())
                    .append(" >/dev/null 2>&1 || true\n");
        }
        host.write("var/send", script.toString());
        host.inside("", List.of("sh", "/var/send"));
        return outcome();
    }

    /// Has a daemon of Postern's take and deliver all messages.
    Map<String, Set<String>> postern() throws IOException, InterruptedException {
        Path output = host.path("var/output");
        Process daemon = host.daemon(output);
        try {
            smtp.await(daemon, output);
            for (LocalSecurityTable.Scenario one : group.scenarios()) {
                send(one);
            }
            awaitResults();
        } finally {
            daemon.destroy();
            if (!daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
        return outcome();
    }

    private void send(LocalSecurityTable.Scenario one) throws IOException {
        String target = target(one);
        boolean name = target.matches("\\w+");
        Matcher refused = REFUSED.matcher(name ? byMail(target, one) : byCommand(target, one));
        if (refused.find()) {
            of(one.number()).add("returned " + refused.group(1));
        }
    }

    private String byMail(String target, LocalSecurityTable.Scenario one) throws IOException {
        try (SmtpDialogue.Session session = smtp.open("127.0.0.1")) {
            session.say("EHLO client.test");
            session.say("MAIL FROM:<bounces@mail.exam.test>");
            String reply = session.say("RCPT TO:<" + target + "@mail.exam.test>");
            if (reply.startsWith("2")) {
                session.say("DATA");
                reply = session.say(message(one) + ".");
                assertThat(reply).startsWith("250");
            }
            return reply;
        }
    }

    private String byCommand(String target, LocalSecurityTable.Scenario one) {
        String command = Image.program("sendmail").toString();
        ProgramRun run = host.inside(
                message(one), List.of(command, "-C", "/etc/mail/sendmail.cf", "-oi", "-f", "bounces", "--", target));
        return run.status() == 0 ? "" : run.output();
    }

    /// Waits until each message in the queue has been tried, also the reports that the last tries made.
    private void awaitResults() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int quiet = 0;
        while (true) {
            String listed =
                    host.inside("", List.of(Image.program("mailq").toString())).output();
            boolean tried = Stream.of(listed.split("(?m)^(?=[0-9A-Za-z]{12,})", -1))
                    .skip(1)
                    .allMatch(message -> message.contains(" ("));
            quiet = tried ? quiet + 1 : 0;
            if (quiet == QUIET_LOOKS) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not tried in time:\n" + listed);
            }
            Thread.sleep(100);
        }
    }

    private Map<String, Set<String>> outcome() throws IOException {
        try (Stream<Path> boxes = Files.list(host.path("var/mail"))) {
            boxes.forEach(this::mailbox);
        }
        try (Stream<Path> files = Files.list(host.path("var/spool/mqueue"))) {
            files.filter(Files::isRegularFile).forEach(this::queued);
        }
        String found = host.inside(
                        "",
                        List.of(
                                "find",
                                "/var/work",
                                "/var/lib",
                                "/var/lists",
                                "/var/safe",
                                "-name",
                                "out-*",
                                "-type",
                                "f",
                                "-printf",
                                "%p %U:%G %m %n\\n"))
                .output();
        for (String line : found.lines().toList()) {
            file(line);
        }
        return facts;
    }

    /// A message or a report that is still in the queue.
    private void queued(Path file) {
        Matcher status = STATUS.matcher(text(file));
        if (file.getFileName().toString().startsWith("qf")) {
            tokens(text(file), "waits");
        } else if (status.find()) {
            tokens(text(file), "returned " + status.group(1) + " (waits)");
        }
    }

    /// The messages of a mailbox: that one came, and what a report says.
    private void mailbox(Path box) {
        String user = box.getFileName().toString();
        for (String message : text(box).split("(?m)^From ", -1)) {
            Matcher status = STATUS.matcher(message);
            if (user.equals("bounces") && status.find()) {
                tokens(message, "returned " + status.group(1));
            } else {
                tokens(message, "in the mailbox of " + user);
            }
        }
    }

    /// A line of `find`: where a scenario's file lies, whose it is, and what was written into it.
    private void file(String line) {
        Matcher name = Pattern.compile("^(/\\S*out-(\\d+)[^:]*) (\\d+:\\d+ \\S+ \\d+)$")
                .matcher(line);
        if (!name.find() || !facts.containsKey(name.group(2))) {
            return;
        }
        Set<String> known = of(name.group(2));
        String content = text(host.path(name.group(1).substring(1)));
        known.add("file " + name.group(1) + " " + name.group(3) + (content.contains("token-") ? " written" : " empty"));
        content.lines()
                .filter(each -> each.startsWith("ids ") || each.startsWith("cwd ") || each.startsWith("env "))
                .forEach(known::add);
    }

    private Set<String> of(String number) {
        return facts.computeIfAbsent(number, _ -> new TreeSet<>());
    }

    private void tokens(String text, String fact) {
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            if (facts.containsKey(token.group(1))) {
                of(token.group(1)).add(fact);
            }
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The differences of two hosts, a line each.
    static List<String> differences(
            LocalSecurityTable.Group group, Map<String, Set<String>> real, Map<String, Set<String>> postern) {
        List<String> lines = new ArrayList<>();
        for (LocalSecurityTable.Scenario one : group.scenarios()) {
            Set<String> expected = one.stricter().isEmpty()
                    ? real.getOrDefault(one.number(), new TreeSet<>())
                    : new TreeSet<>(one.stricter().stream()
                            .map(fact -> fact.replace("NN", one.number()))
                            .toList());
            if (!expected.equals(postern.get(one.number()))) {
                lines.add(one.number() + " " + one.title() + "\n  sendmail: " + real.get(one.number())
                        + "\n  postern:  " + postern.get(one.number()));
            }
        }
        return lines;
    }
}
