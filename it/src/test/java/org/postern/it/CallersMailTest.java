package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.FreePorts;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;

/// What a caller of `sendmail` hears of mail that cannot be delivered, in each ErrorMode; and what becomes of his text
/// when nobody takes it. Exit codes and reports are those of the real program.
///
/// Accounts and mounts need root; an ordinary user has nothing to show here.
class CallersMailTest {
    private static final String MESSAGE = "Subject: hello\nTo: nosuch\n\nFrom here\nto there\n";
    private static final String SAVED = "/var/lib/alice/dead.letter... Saved message in /var/lib/alice/dead.letter\n";

    @TempDir
    Path scratch;

    private static ProgramRun asAlice(EtcMail host, String... arguments) {
        String id = Integer.toString(EtcMail.alice());
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups"));
        command.addAll(List.of("--", Image.program("sendmail").toString()));
        command.addAll(List.of(arguments));
        return host.inside(MESSAGE, command);
    }

    private static ProgramRun asRoot(EtcMail host, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Image.program("sendmail").toString()));
        command.addAll(List.of(arguments));
        return host.inside(input, command);
    }

    @Test
    void hearsAsTheErrorModeSays() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = FreePorts.find(1).getFirst();
        EtcMail host = EtcMail.in(scratch, port);
        Path letters = host.path("var/lib/alice/dead.letter");
        clientQueue(host, port);

        ProgramRun nobody = asAlice(host, "-i", "nosuch");
        assertThat(nobody.status()).isEqualTo(75);
        assertThat(nobody.output()).contains("the message was NOT sent").endsWith(SAVED);
        assertThat(Files.readString(letters, StandardCharsets.ISO_8859_1))
                .matches("(?s)From alice .*\nSubject: hello\nTo: nosuch\n\n>From here\nto there\n\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(letters)))
                .isEqualTo("rw-------");
        Files.delete(letters);

        Path output = scratch.resolve("output");
        Process daemon = host.daemon(output);
        try {
            new SmtpDialogue(port).await(daemon, output);
            ProgramRun printed = asAlice(host, "-i", "-oep", "nosuch");
            assertThat(printed.status()).isEqualTo(67);
            assertThat(printed.output()).startsWith("nosuch... 550 5.1.1").endsWith(SAVED);
            assertThat(letters).content().contains("\n>From here\n");
            Files.delete(letters);

            ProgramRun quiet = asAlice(host, "-i", "-oeq", "nosuch");
            assertThat(quiet.status()).isEqualTo(67);
            assertThat(quiet.output()).isEmpty();
            assertThat(letters).doesNotExist();

            for (String mode : List.of("m", "w", "e")) {
                ProgramRun mailed = asRoot(host, MESSAGE, "-i", "-oe" + mode, "nosuch");
                assertThat(mailed.status()).as(mode + mailed.output()).isEqualTo(mode.equals("e") ? 0 : 67);
                assertThat(mailed.output()).isEmpty();
            }
            assertThat(host.mailbox("alice")).isEmpty();
            // the first run hears what the daemon says, the second one sends the reports; root is alice
            asRoot(host, "", "-Ac", "-qf").succeeded();
            asRoot(host, "", "-Ac", "-qf").succeeded();
            awaitReports(host, 3);
        } finally {
            daemon.destroy();
            assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void awaitReports(EtcMail host, int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (host.mailbox("alice").split("\nAction: failed\nStatus: 5\\.1\\.1\n", -1).length <= count) {
            assertThat(System.nanoTime()).as(host.mailbox("alice")).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    /// Debian's, owned by its own account.
    private static void clientQueue(EtcMail host, int port) throws Exception {
        String stock = RealSendmail.stockDebianSubmitConfiguration();
        host.write("etc/mail/submit.cf", stock.replaceAll("(?m)A=TCP \\$h.*$", "A=TCP \\$h " + port));
        Files.createDirectories(host.path("var/spool/mqueue-client"));
        host.own("var/spool/mqueue-client", EtcMail.submission(), EtcMail.submission(), "2770");
    }
}
