package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.FreePorts;

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
            new SmtpDialogue(port).await(daemon, output);
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

    /// Maps, alias files and lists of names that only root may read, in `/etc/mail` of root: the network process,
    /// which is not root, has them all, and sees them made anew.
    @Test
    void filesThatOnlyRootMayReadAreUsed() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        port = FreePorts.find(1).getFirst();
        EtcMail host = EtcMail.in(scratch, port).belongingToRoot(port);
        Files.deleteIfExists(host.path("var/lib/names/runs"));
        Path output = scratch.resolve("output");
        Process daemon = host.daemon(output);
        try {
            new SmtpDialogue(port).await(daemon, output);
            assertThat(host.path("var/lib/names/runs"))
                    .as("one run for both processes")
                    .hasContent("run\n");
            assertThat(atOnce("x@other.test", "alice@program.test")).startsWith("250");
            deliversAndFollowsAliases(host);
            assertThat(atOnce("x@spam.test", "alice")).isEqualTo("550 5.7.1 <x@spam.test>... Access denied");
            assertThat(atOnce("x@other.test", "x@secret.test")).isEqualTo("550 5.7.1 <x@secret.test>... closed");
            rebuiltByRoot(host);
            assertThat(host.path("var/lib/postern").toFile().list())
                    .contains("self-made.pem")
                    .hasSize(2);
            assertThat(Files.getPosixFilePermissions(host.path("var/lib/postern/self-made.pem")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        } finally {
            daemon.destroy();
            if (!daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
        assertThat(host.path("var/lib/postern").toFile().list())
                .as("copies go with the daemon")
                .containsExactly("self-made.pem");
    }

    private void rebuiltByRoot(EtcMail host) throws Exception {
        // by the real makemap, in place; the mode stays
        host.access("From:other.test REJECT\n");
        host.onlyForRoot("access", "access.db");
        assertThat(atOnce("x@other.test", "alice")).isEqualTo("550 5.7.1 <x@other.test>... Access denied");
        assertThat(atOnce("x@spam.test", "alice")).startsWith("250");
        // by ours, which puts a new file in its place
        host.inside(
                        "From:third.test REJECT\n",
                        List.of(Image.program("makemap").toString(), "hash", "/etc/mail/access"))
                .succeeded();
        assertThat(atOnce("x@third.test", "alice")).isEqualTo("550 5.7.1 <x@third.test>... Access denied");
        assertThat(atOnce("x@other.test", "alice")).startsWith("250");
        // in a folder that the network process cannot look into
        host.mailerTable("third.test error:5.7.1:550 closed too\n");
        host.onlyForRoot("private/names.db");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!atOnce("x@other.test", "y@third.test").equals("550 5.7.1 <y@third.test>... closed too")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    /// The first refusal, or the reply to the recipient.
    private String atOnce(String sender, String recipient) throws IOException {
        List<String> replies = dialogue("127.0.0.1", "MAIL FROM:<" + sender + ">", "RCPT TO:<" + recipient + ">");
        return replies.stream()
                .filter(reply -> reply.startsWith("5") || reply.startsWith("4"))
                .findFirst()
                .orElse(replies.getLast());
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
        try (SmtpDialogue.Session session = new SmtpDialogue(port).open("127.0.0.1")) {
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

    private List<String> dialogue(String from, String... commands) throws IOException {
        return new SmtpDialogue(port).replies(from, commands);
    }
}
