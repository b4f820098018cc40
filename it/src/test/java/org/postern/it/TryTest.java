package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.FreePorts;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// The first thing that a newcomer does.
class TryTest {
    @TempDir
    Path scratch;

    /// Root's servers run as nobody, who must be able to enter.
    @BeforeEach
    void letOthersEnter() throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ProgramRun swaks(int port, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Peers.program("swaks", "swaks").toString(),
                "--server",
                "127.0.0.1:" + port,
                "--helo",
                "client.example.org"));
        command.addAll(List.of(more));
        return ProgramRun.of(command, "", scratch, 60);
    }

    @Test
    void aFirstMessageArrivesAndStrangersMayNotRelay() throws IOException, InterruptedException {
        try (TryServer server = TryServer.start(scratch.resolve("try"))) {
            server.awaitOutput("Things to try");
            assertThat(server.output())
                    .contains("Sending a first message with:  sendmail -C")
                    .contains("The message is in the mailbox")
                    .contains("stat=Sent")
                    .contains("is empty");
            String user = System.getProperty("user.name");
            assertThat(server.mailbox(user)).startsWith("From ").contains("Subject: Welcome to Postern");
            assertThat(server.folder().resolve("sendmail.mc")).content().contains("profile logins");
            assertThat(server.folder().resolve("access.db")).isNotEmptyFile();

            ProgramRun local = swaks(server.mailPort(), "--to", "alice@localhost", "--from", "x@example.org");
            assertThat(local.status()).as(local.output()).isZero();
            assertThat(local.output()).contains("Message accepted for delivery");
            server.await("alice's mail", () -> server.mailbox("alice").contains("test"));

            ProgramRun foreign = swaks(server.mailPort(), "--to", "someone@example.net", "--from", "x@example.org");
            assertThat(foreign.output()).contains("550 5.7.1 <someone@example.net>... Relaying denied");
            assertThat(foreign.status()).isNotZero();
            assertThat(server.log()).contains("ruleset=check_rcpt").contains("reject=550 5.7.1");

            ProgramRun unknown = swaks(server.mailPort(), "--to", "nobody-here@localhost", "--from", "x@example.org");
            assertThat(unknown.output()).contains("550 5.1.1 <nobody-here@localhost>... User unknown");
            theCommandRecordsWhatItSays(server);

            server.interrupt();
            assertThat(server.exitCode()).isZero();
            assertThat(server.output()).contains("The server has stopped.");
        }
    }

    /// `-X` of `sendmail -t`: what it reads, and its dialogue with the daemon; the form is the real program's.
    private void theCommandRecordsWhatItSays(TryServer server) throws IOException {
        Path traffic = scratch.resolve("traffic");
        String cf = server.folder().resolve("sendmail.cf").toString();
        ProgramRun run = Image.run(
                scratch,
                "To: alice@localhost\nSubject: x\n\n..two\n.\nnot read\n",
                "sendmail",
                "-C",
                cf,
                "-X",
                traffic.toString(),
                "-t");
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(Files.readString(traffic).lines().map(line -> line.replaceFirst("^[0-9]{5,} ", "")))
                .containsSubsequence(
                        "<<< To: alice@localhost",
                        "<<< Subject: x",
                        "<<< ",
                        "<<< ..two",
                        "=== CONNECT " + server.folder().resolve("submit.socket"))
                .contains("<<< .")
                .containsSubsequence(
                        ">>> RCPT To:<alice@localhost>",
                        "<<< 354 End data with <CR><LF>.<CR><LF>",
                        ">>> ...two",
                        ">>> .",
                        ">>> QUIT");
    }

    @Test
    void anotherKindOfSystemCanBeTried() throws IOException, InterruptedException {
        try (TryServer server =
                TryServer.start(scratch.resolve("try"), "--profile", "firewall").awaitServing()) {
            assertThat(swaks(server.mailPort(), "--to", "alice@localhost", "--from", "x@example.org")
                            .output())
                    .contains("550 5.1.1 <alice@localhost>... No mailboxes here");
        }
    }

    /// One instance is the smart host of the other. The second has no next hop and keeps the message; started again
    /// with the first as its next hop it sends what it kept, and the first, who takes it for a stranger, refuses
    /// it. The sender lives on the first.
    @Test
    void aSecondStartFindsItsOldQueueAndWhatIsRefusedComesBack() throws IOException, InterruptedException {
        Path folder = scratch.resolve("two");
        String closed = "127.0.0.1:" + FreePorts.find(1).getFirst();
        try (TryServer second = TryServer.start(folder, "--quiet", "--relay-to", closed);
                TryServer first = TryServer.start(
                        scratch.resolve("one"), "--quiet", "--relay-to", "127.0.0.1:" + second.submissionPort())) {
            second.awaitServing();
            first.awaitServing();
            ProgramRun relayed =
                    swaks(first.submissionPort(), "--to", "bob@elsewhere.example", "--from", "alice@localhost");
            assertThat(relayed.status()).as(relayed.output()).isZero();
            second.await("the deferral", () -> second.log().contains("stat=Deferred"));
            assertThat(second.log()).contains("to=<bob@elsewhere.example>");
            first.await("the line of the first", () -> first.log().contains("stat=Sent"));
            assertThat(first.log()).contains("mailer=relay");
            second.stop();

            ProgramRun list = Image.run(
                    scratch, "", "mailq", "-C", folder.resolve("sendmail.cf").toString());
            assertThat(list.output())
                    .contains("(1 request)")
                    .contains("bob@elsewhere.example")
                    .contains("Deferred");
            try (TryServer again = TryServer.start(folder, "--quiet", "--relay-to", "127.0.0.1:" + first.mailPort())) {
                again.awaitServing();
                ProgramRun now = Image.run(
                        scratch,
                        "",
                        "sendmail",
                        "-C",
                        folder.resolve("sendmail.cf").toString(),
                        "-q");
                assertThat(now.status()).as(now.output()).isZero();
                first.await("the bounce", () -> first.mailbox("alice").contains("Relaying denied"));
                assertThat(first.mailbox("alice"))
                        .contains("Subject: Returned mail: see transcript for details")
                        .contains("multipart/report");
                assertThat(again.log()).contains("dsn=5.7.1");
            }
        }
    }

    @Test
    void aPortInUseIsOneClearLine() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free = FreePorts.find(1).getFirst();
            TryServer server = TryServer.start(scratch.resolve("try"), taken.getLocalPort(), free);
            assertThat(server.exitCode()).isEqualTo(69);
            assertThat(server.output())
                    .startsWith("postern try: port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
                    .hasLineCount(1);
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsOneClearLine() throws IOException, InterruptedException {
        Path file = Files.writeString(scratch.resolve("file"), "no folder", StandardCharsets.US_ASCII);
        TryServer server = TryServer.start(file.resolve("try"));
        assertThat(server.exitCode()).isEqualTo(69);
        assertThat(server.output())
                .startsWith("postern try: the folder " + file.resolve("try") + " cannot be used")
                .hasLineCount(1);
        TryServer tooLong = TryServer.start(scratch.resolve("x".repeat(120)));
        assertThat(tooLong.exitCode()).isEqualTo(69);
        assertThat(tooLong.output()).contains("too long for a socket").hasLineCount(1);
    }
}
