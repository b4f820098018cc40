package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;

/// An `/etc/mail` of a Debian host runs unchanged: the daemon of the image, as root, with real accounts, and the map
/// files as the real makemap and newaliases left them; and a running daemon sees a map that is made anew at once.
///
/// Accounts and mounts need root; an ordinary user has nothing to show here.
class EtcMailTest {
    private static final long PATIENCE_SECONDS = 90;

    @TempDir
    Path scratch;

    private int port;

    @Test
    void runsUnchanged() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        port = FreePorts.find(1).getFirst();
        EtcMail host = EtcMail.in(scratch, port);
        Path output = scratch.resolve("output");
        Process daemon = host.daemon(output);
        try {
            awaitPort(daemon, output);
            deliversAndFollowsAliases(host);
            refuses();
            seesARebuiltMap(host);
        } finally {
            daemon.destroy();
            if (!daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
    }

    private void deliversAndFollowsAliases(EtcMail host) throws Exception {
        assertThat(dialogue(
                        "127.0.0.1",
                        "MAIL FROM:<alice@" + EtcMail.HOST + ">",
                        "RCPT TO:<alice>",
                        "DATA",
                        "Subject: one\n\nfirst\n."))
                .last()
                .asString()
                .startsWith("250 2.0.0");
        assertThat(dialogue(
                        "127.0.0.1",
                        "MAIL FROM:<alice@" + EtcMail.HOST + ">",
                        "RCPT TO:<team>",
                        "DATA",
                        "Subject: two\n\nsecond\n."))
                .last()
                .asString()
                .startsWith("250 2.0.0");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!(host.mailbox("alice").contains("first")
                && host.mailbox("alice").contains("second"))) {
            assertThat(System.nanoTime())
                    .as("mailbox:\n%s", host.mailbox("alice"))
                    .isLessThan(deadline);
            Thread.sleep(20);
        }
        assertThat(host.mailboxOwner("alice")).isEqualTo(EtcMail.alice());
    }

    private void refuses() throws Exception {
        assertThat(dialogue("127.0.0.2", "MAIL FROM:<alice@" + EtcMail.HOST + ">", "RCPT TO:<x@far.test>"))
                .last()
                .asString()
                .startsWith("550 5.7.1 <x@far.test>... Relaying denied");
        assertThat(refusal("x@spam.test")).isEqualTo("550 5.7.1 <alice>... Access denied");
        assertThat(dialogue("127.0.0.1", "MAIL FROM:<>", "RCPT TO:<nobody.here>"))
                .last()
                .asString()
                .startsWith("550 5.1.1");
    }

    /// The reply to a recipient after this sender; Debian's configuration delays the checks of senders until then.
    private String refusal(String sender) throws IOException {
        return dialogue("127.0.0.1", "MAIL FROM:<" + sender + ">", "RCPT TO:<alice>")
                .getLast();
    }

    private void seesARebuiltMap(EtcMail host) throws Exception {
        assertThat(refusal("x@other.test")).startsWith("250");
        // by the real makemap, which writes into the file that is there
        host.access("From:other.test REJECT\n");
        assertThat(refusal("x@other.test")).isEqualTo("550 5.7.1 <alice>... Access denied");
        assertThat(refusal("x@spam.test")).startsWith("250");
        // by ours, which puts a new file in its place, while a session is open
        try (Session session = new Session("127.0.0.1")) {
            assertThat(session.say("EHLO client.test")).startsWith("250");
            assertThat(session.say("MAIL FROM:<x@third.test>")).startsWith("250");
            host.inside(
                            "From:third.test REJECT\n",
                            List.of(Image.program("makemap").toString(), "hash", "/etc/mail/access"))
                    .succeeded();
            assertThat(session.say("RCPT TO:<alice>")).isEqualTo("550 5.7.1 <alice>... Access denied");
        }
        assertThat(refusal("x@other.test")).startsWith("250");
    }

    /// The replies to EHLO and these commands, the last line of each.
    private List<String> dialogue(String from, String... commands) throws IOException {
        try (Session session = new Session(from)) {
            List<String> replies = new java.util.ArrayList<>();
            replies.add(session.say("EHLO client.test"));
            for (String command : commands) {
                replies.add(session.say(command));
            }
            return replies;
        }
    }

    /// One SMTP session.
    private final class Session implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Session(String from) throws IOException {
            socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(from), 0);
            socket.setSoTimeout(60_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String _ = reply();
        }

        String say(String command) throws IOException {
            socket.getOutputStream()
                    .write((command.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return reply();
        }

        private String reply() throws IOException {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            return line == null ? "" : line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void awaitPort(Process daemon, Path output) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Session _ = new Session("127.0.0.1")) {
                return;
            } catch (ConnectException notYet) {
                boolean late = System.nanoTime() > deadline || !daemon.isAlive();
                assertThat(late)
                        .as("the daemon printed:\n%s", Files.readString(output))
                        .isFalse();
                Thread.sleep(50);
            }
        }
    }
}
