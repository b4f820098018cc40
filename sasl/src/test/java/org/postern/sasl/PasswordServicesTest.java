package org.postern.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.testkit.Peers;
import org.postern.testkit.ProcessFamily;

/// The clients of password services: against the real saslauthd (which asks an IMAP server made of a few
/// lines), and against a conversation recorded from dovecot 2.3.19.
class PasswordServicesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final UserName ALICE = new UserName("alice", TestStore.REALM);
    private static final Secret PASSWORD = Secret.ofUtf8("secret");

    @TempDir
    private Path folder;

    @Test
    void theRealSaslauthd() throws Exception {
        try (ServerSocket imap = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> imap(imap));
            // a group of its own: at its end saslauthd sends a signal to its whole group, and that would be Maven's
            Process daemon = new ProcessBuilder(
                            "setsid",
                            Peers.program("sasl2-bin", "saslauthd").toString(),
                            "-a",
                            "rimap",
                            "-O",
                            "127.0.0.1/" + imap.getLocalPort(),
                            "-m",
                            folder.toString(),
                            "-n",
                            "1",
                            "-d")
                    .redirectErrorStream(true)
                    .start();
            try {
                Scanner lines = new Scanner(daemon.getInputStream(), java.nio.charset.StandardCharsets.ISO_8859_1);
                while (lines.hasNextLine() && !lines.nextLine().contains("acquired accept lock")) {
                    // until it listens
                }
                SaslauthdCheck check = new SaslauthdCheck(folder.resolve("mux").toString(), PATIENCE);
                assertThat(check.check(ALICE, PASSWORD, TestStore.facts())).isEqualTo(new PasswordVerdict.Right());
                assertThat(check.check(ALICE, Secret.ofUtf8("wrong"), TestStore.facts()))
                        .isEqualTo(new PasswordVerdict.Refused(FailureKind.WRONG, "Password verification failed"));
            } finally {
                ProcessFamily.end(daemon, 5);
            }
        }
    }

    /// Answers one LOGIN in each connection.
    private static void imap(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.getOutputStream().write(Ascii.bytes("* OK ready\r\n"));
                byte[] request = new byte[512];
                int count = socket.getInputStream().read(request);
                String text = Ascii.text(request, 0, Math.max(count, 0));
                String tag = text.substring(0, Math.max(text.indexOf(' '), 0));
                boolean right = text.contains("\"alice\" \"secret\"");
                socket.getOutputStream().write(Ascii.bytes(tag + (right ? " OK in\r\n" : " NO out\r\n")));
            } catch (IOException _) {
                // closed: the test is over
            }
        }
    }

    @Test
    void aServiceThatIsNotThereIsATemporaryFailure() {
        String nowhere = folder.resolve("nowhere").toString();
        for (PasswordCheck check : new PasswordCheck[] {
            new SaslauthdCheck(nowhere, PATIENCE),
            new PwcheckCheck(nowhere, PATIENCE),
            new DovecotCheck(nowhere, PATIENCE)
        }) {
            assertThat(check.check(ALICE, PASSWORD, TestStore.facts()))
                    .isInstanceOfSatisfying(
                            PasswordVerdict.Refused.class,
                            refused -> assertThat(refused.kind()).isEqualTo(FailureKind.UNAVAILABLE));
        }
    }

    private PasswordVerdict dovecot(String answer) throws Exception {
        Path socket = folder.resolve("auth-client");
        try (ServerSocketChannel server = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread serving = Thread.ofVirtual().start(() -> serve(server, answer));
            PasswordVerdict verdict =
                    new DovecotCheck(socket.toString(), PATIENCE).check(ALICE, PASSWORD, TestStore.facts());
            assertThat(serving.join(Duration.ofSeconds(20))).isTrue();
            return verdict;
        } finally {
            java.nio.file.Files.deleteIfExists(socket);
        }
    }

    private static void serve(ServerSocketChannel server, String answer) {
        try (SocketChannel client = server.accept()) {
            Scanner lines = new Scanner(Channels.newInputStream(client), java.nio.charset.StandardCharsets.ISO_8859_1);
            client.write(ByteBuffer.wrap(
                    Ascii.bytes("VERSION\t1\t2\nMECH\tPLAIN\tplaintext\nSPID\t7\nCUID\t1\nCOOKIE\tab\nDONE\n")));
            assertThat(lines.nextLine()).isEqualTo("VERSION\t1\t1");
            assertThat(lines.nextLine()).startsWith("CPID\t");
            assertThat(lines.nextLine()).isEqualTo("AUTH\t1\tPLAIN\tservice=smtp\tsecured\tresp=AGFsaWNlAHNlY3JldA==");
            client.write(ByteBuffer.wrap(Ascii.bytes(answer)));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void dovecotSaysYesNoOrLater() throws Exception {
        assertThat(dovecot("OK\t1\tuser=alice\n")).isEqualTo(new PasswordVerdict.Right());
        assertThat(dovecot("FAIL\t1\tuser=alice\n"))
                .isEqualTo(new PasswordVerdict.Refused(FailureKind.WRONG, "Password verification failed"));
        assertThat(dovecot("FAIL\t1\tuser=alice\tcode=temp_fail\n"))
                .isEqualTo(new PasswordVerdict.Refused(FailureKind.UNAVAILABLE, "dovecot cannot say now"));
        assertThat(dovecot("OK\t2\tuser=alice\n"))
                .isEqualTo(new PasswordVerdict.Refused(FailureKind.UNAVAILABLE, "dovecot answers another request"));
    }
}
