package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.ProcessSignal;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;

/// What an administrator does with a daemon that runs: control socket, signals, statistics, another place for
/// mailboxes; and mail.local as the local mailer of the real sendmail.
///
/// Accounts and mounts need root; an ordinary user has nothing to show here.
class LocalSecurityServiceTest {
    private static final long PATIENCE_SECONDS = 90;
    private static final String GREETING = "O SmtpGreetingMessage=";

    @TempDir
    Path scratch;

    private int port;

    /// Something that comes true.
    @FunctionalInterface
    private interface Hope {
        boolean isTrue() throws IOException;
    }

    private static void await(String what, Hope hope) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!hope.isTrue()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    @Test
    void isControlledWhileItRuns() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        port = FreePorts.find(1).getFirst();
        EtcMail host = EtcMail.in(scratch, port);
        String stock = Files.readString(host.path("etc/mail/sendmail.cf"), StandardCharsets.ISO_8859_1)
                + "O ControlSocketName=/run/sendmail/mta/control\nO StatusFile=/var/lib/sendmail.st\n";
        host.write("etc/mail/sendmail.cf", stock + GREETING + "$j first\n");
        host.write("var/lib/sendmail.st", "");
        Path output = scratch.resolve("output");
        Process daemon = started(host, output);
        try {
            new SmtpDialogue(port).await(daemon, output);
            assertThat(greeting()).contains("first");
            assertThat(Path.of("/proc", Long.toString(daemon.pid()), "comm")).hasContent("sendmail-helper");
            send();
            await("counted", () -> statistics(host).contains("       1          1K  "));
            assertThat(host.mailbox("alice")).contains("Subject: hello");
            assertThat(ask(host, "mstat")).startsWith("C:").contains("\r\nQ:mqueue:", " accepting connections\r\n");
            assertThat(ask(host, "memdump")).startsWith("Memory dump unavailable.\r\n");
            assertThat(ask(host, "help")).startsWith("502 5.3.0 Sendmail 8.17.1 -- HELP not implemented");
            assertThat(ask(host, "nonsense")).isEqualTo("Bad command (nonsense)\r\n");
            assertThat(ask(host, "status")).matches("(?s)\\d+/\\d+/\\d+/\\d+\r\n\\d+ accepting connections\r\n");

            host.write("etc/mail/postern.conf", "Mailboxes=~/Maildir/\n");
            host.write("etc/mail/sendmail.cf", stock + GREETING + "$j second\n");
            signal(daemon, ProcessSignal.HUP);
            await("the second greeting", () -> greeting().contains("second"));
            send();
            Path fresh = host.path("var/lib/alice/Maildir/new");
            await("a message in the Maildir", () -> Files.isDirectory(fresh) && hasFiles(fresh));

            host.write("etc/mail/sendmail.cf", stock + GREETING + "$j third\n");
            signal(daemon, ProcessSignal.USR1);
            assertThat(ask(host, "restart")).isEqualTo("OK\r\n");
            await("the third greeting", () -> greeting().contains("third"));
            assertThat(ask(host, "shutdown")).isEqualTo("OK\r\n");
            assertThat(daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(daemon.exitValue()).isZero();
            assertThat(host.path("run/sendmail/mta/control")).doesNotExist();
        } finally {
            daemon.destroyForcibly();
        }
    }

    /// With the signals ignored that it must act on, as `nohup` and some init scripts do.
    private static Process started(EtcMail host, Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP INT TERM; exec \"$@\"", "sh"));
        command.addAll(host.entering(List.of(Image.program("sendmail").toString(), "-bD")));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static void signal(Process daemon, ProcessSignal signal) throws OsException {
        signal.send(daemon.pid());
    }

    private String greeting() {
        try (SmtpDialogue.Session session = new SmtpDialogue(port).open("127.0.0.1")) {
            return session.greeting();
        } catch (IOException restarting) {
            return "";
        }
    }

    private void send() throws IOException {
        try (SmtpDialogue.Session session = new SmtpDialogue(port).open("127.0.0.1")) {
            session.say("EHLO client.test");
            session.say("MAIL FROM:<x@other.test>");
            assertThat(session.say("RCPT TO:<alice@mail.exam.test>")).startsWith("250");
            session.say("DATA");
            assertThat(session.say("Subject: hello\n\nbody\n.")).startsWith("250");
        }
    }

    private static boolean hasFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    /// As the real mailstats shows them.
    private static String statistics(EtcMail host) {
        return host.inside(
                        "", List.of(Peers.program("sendmail", "mailstats").toString(), "-C", "/etc/mail/sendmail.cf"))
                .output();
    }

    private static String ask(EtcMail host, String line) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(host.path("run/sendmail/mta/control")))) {
            channel.write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer answer = ByteBuffer.allocate(1000);
            while (channel.read(answer) > 0) {
                // To the end.
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void theRealSendmailDeliversByOurMailLocal() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        EtcMail host = EtcMail.in(scratch, FreePorts.find(1).getFirst());
        String program = Image.program("mail.local").toString();
        host.write("etc/mail/sendmail.cf", RealSendmail.cf("""
                        OSTYPE(`linux')dnl
                        define(`confDOMAIN_NAME', `mail.exam.test')dnl
                        FEATURE(`nocanonify')dnl
                        FEATURE(`local_lmtp', `%s')dnl
                        MAILER(`local')dnl
                        """.formatted(program)));
        host.own("etc/mail", 0, 0, "0755");
        host.own("var/spool/mqueue", 0, 0, "0700");
        String sendmail = Peers.program("sendmail", "sendmail").toString();
        host.inside(
                        "Subject: hello\n\nFrom here\n.dot\n",
                        List.of(sendmail, "-C", "/etc/mail/sendmail.cf", "-odi", "-oi", "alice", "bob"))
                .succeeded();

        assertThat(host.mailbox("alice")).contains("Subject: hello\n\n>From here\n.dot\n\n");
        assertThat(host.mailboxOwner("alice")).isEqualTo(EtcMail.alice());
        assertThat(host.mailbox("bob")).contains("Subject: hello");
        assertThat(host.path("var/mail").toFile().list()).containsExactlyInAnyOrder("alice", "bob");
    }

    /// The queue may be read by all here, so that only restrictmailq and restrictqrun keep others out.
    @Test
    void theQueueIsForItsOwnersWhenTheOptionsSaySo() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        EtcMail host = EtcMail.in(scratch, FreePorts.find(1).getFirst());
        host.own("var/spool/mqueue", 0, 0, "0755");
        String stock = Files.readString(host.path("etc/mail/sendmail.cf"), StandardCharsets.ISO_8859_1);

        host.write("etc/mail/sendmail.cf", stock + "O PrivacyOptions=restrictmailq,restrictqrun\n");
        assertThat(asAlice(host, "mailq").output()).startsWith("You are not permitted to see the queue");
        ProgramRun run = asAlice(host, "sendmail", "-q");
        assertThat(run.output()).contains("You do not have permission to process the queue");
        assertThat(run.status()).isEqualTo(77);

        host.write("etc/mail/sendmail.cf", stock.replaceAll("(?m)^O PrivacyOptions=.*", "O PrivacyOptions=public"));
        assertThat(asAlice(host, "mailq").output()).contains("/var/spool/mqueue is empty");
    }

    private static ProgramRun asAlice(EtcMail host, String program, String... arguments) {
        String id = Integer.toString(EtcMail.alice());
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + id,
                "--regid=" + id,
                "--clear-groups",
                "--",
                Image.program(program).toString()));
        command.addAll(List.of(arguments));
        return host.inside("", command);
    }
}
