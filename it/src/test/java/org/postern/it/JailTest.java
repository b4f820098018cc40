package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.FreePorts;
import org.postern.testkit.ProgramRun;

/// A daemon in a directory that `postern jail` has made: both processes see nothing else of the host, and mail is
/// delivered inside.
///
/// Accounts and mounts need root; an ordinary user has nothing to show here.
class JailTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final String JAIL = "var/jail";

    @TempDir
    Path scratch;

    @Test
    void aDaemonInAJailDelivers() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = FreePorts.find(1).getFirst();
        EtcMail host = EtcMail.in(scratch, port);
        host.write("var/outside", "not for the jail\n");
        ProgramRun made = host.inside("", List.of(Image.program("postern").toString(), "jail", "/" + JAIL));
        assertThat(made.status()).as(made.output()).isZero();
        String start = made.output()
                .lines()
                .filter(line -> line.contains(" chroot "))
                .findFirst()
                .orElseThrow()
                .strip();
        String mount = made.output()
                .lines()
                .filter(line -> line.contains("mount "))
                .findFirst()
                .orElseThrow()
                .strip();

        Path output = scratch.resolve("output");
        // what the command says is what is done
        Process daemon = new ProcessBuilder(host.entering(List.of("sh", "-c", mount + " && exec " + start)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            SmtpDialogue smtp = new SmtpDialogue(port);
            smtp.await(daemon, output);
            Path root = Path.of("/proc", Long.toString(daemon.pid()), "root");
            assertThat(root.resolve("etc/mail/sendmail.cf")).exists();
            assertThat(root.resolve("var/outside")).doesNotExist();
            try (SmtpDialogue.Session session = smtp.open("127.0.0.1")) {
                session.say("EHLO client.test");
                session.say("MAIL FROM:<x@other.test>");
                assertThat(session.say("RCPT TO:<alice@mail.exam.test>")).startsWith("250");
                session.say("DATA");
                assertThat(session.say("Subject: from inside\n\nbody\n.")).startsWith("250");
            }
            awaitMail(host.path(JAIL + "/var/mail/alice"), output);
            assertThat(host.mailbox("alice")).isEmpty();
        } finally {
            daemon.destroy();
            if (!daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
    }

    private static void awaitMail(Path mailbox, Path output) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(mailbox)
                || !Files.readString(mailbox, StandardCharsets.ISO_8859_1).contains("Subject: from inside")) {
            assertThat(System.nanoTime()).as(Files.readString(output)).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
