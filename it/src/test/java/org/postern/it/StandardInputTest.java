package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sendmail -bs`: for the user who calls it, and for clients of the network whose connection inetd hands to it.
class StandardInputTest {
    private static final String CLIENT = "127.0.0.5";

    @TempDir
    Path scratch;

    @BeforeEach
    void letOthersEnter() throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// One side of a dialogue.
    private record Talk(BufferedReader in, OutputStream out) {
        String ask(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return reply();
        }

        String reply() throws IOException {
            StringBuilder all = new StringBuilder();
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                all.append(line).append('\n');
                line = in.readLine();
            }
            return all.append(line).toString();
        }

        void message(String name) throws IOException {
            assertThat(ask("EHLO client.test")).startsWith("250-");
            assertThat(ask("MAIL FROM:<x@example.org>")).startsWith("250 ");
            assertThat(ask("RCPT TO:<alice@localhost>")).startsWith("250 ");
            assertThat(ask("DATA")).startsWith("354 ");
            assertThat(ask("Subject: " + name + "\r\n\r\n.")).startsWith("250 2.0.0 ");
        }
    }

    private static Talk talk(java.io.InputStream in, OutputStream out) {
        return new Talk(new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1)), out);
    }

    private static List<String> command(Path configuration, String... more) {
        List<String> all =
                new ArrayList<>(List.of(Image.program("sendmail").toString(), "-bs", "-C", configuration.toString()));
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void theCallersSessionIsRecordedWhereHeWants() throws Exception {
        try (TryServer server =
                TryServer.start(scratch.resolve("try"), "--quiet").awaitServing()) {
            Path traffic = scratch.resolve("traffic");
            Process process = new ProcessBuilder(
                            command(server.folder().resolve("sendmail.cf"), "-X", traffic.toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Talk talk = talk(process.getInputStream(), process.getOutputStream());
            assertThat(talk.reply()).startsWith("220 ");
            talk.message("by hand");
            assertThat(talk.ask("QUIT")).startsWith("221 ");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            server.await("alice's mail", () -> server.mailbox("alice").contains("Subject: by hand"));
            assertThat(server.log()).contains("@localhost");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(traffic)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(traffic).replaceAll("(?m)^[0-9]{5,7} ", "PID "))
                    .startsWith("PID >>> 220 ")
                    .contains("PID <<< MAIL FROM:<x@example.org>\nPID >>> 250 2.1.0 ")
                    .contains("PID <<< DATA\nPID >>> 354 ")
                    .contains("PID <<< Subject: by hand\nPID <<< \nPID <<< .\nPID >>> 250 2.0.0 ")
                    .contains("PID <<< QUIT\nPID >>> 221 2.0.0 ");
        }
    }

    @Test
    void aClientThatInetdHandsOverIsAClientOfTheNetwork() throws Exception {
        try (TryServer server =
                TryServer.start(scratch.resolve("try"), "--quiet").awaitServing()) {
            fromTheNetwork(command(server.folder().resolve("sendmail.cf")), talk -> {
                assertThat(talk.reply()).startsWith("220 ");
                assertThat(talk.ask("EHLO client.test")).contains("[" + CLIENT + "]");
                assertThat(talk.ask("MAIL FROM:<x@example.org>")).startsWith("250 ");
                assertThat(talk.ask("RCPT TO:<someone@example.net>")).contains("Relaying denied");
                assertThat(talk.ask("RSET")).startsWith("250 ");
                talk.message("through inetd");
                assertThat(talk.ask("QUIT")).startsWith("221 ");
            });
            server.await("alice's mail", () -> server.mailbox("alice").contains("Subject: through inetd"));
            assertThat(server.mailbox("alice"))
                    .contains("Received: from client.test (")
                    .contains("[" + CLIENT + "]");
            assertThat(server.log()).containsPattern("from=<x@example.org>, .*relay=[^\n]*\\[" + CLIENT + "]");
        }
    }

    @Test
    void aStrangersClientIsNeverTakenForTheStranger() throws Exception {
        try (TryServer server =
                TryServer.start(scratch.resolve("try"), "--quiet").awaitServing()) {
            Path folder = server.folder();
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            List<String> nobody =
                    new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
            nobody.addAll(command(folder.resolve("sendmail.cf")));
            fromTheNetwork(nobody, talk -> {
                assertThat(talk.reply()).startsWith("421 4.3.2 ");
                assertThat(talk.reply()).isEqualTo("null");
            });
            assertThat(server.log()).doesNotContain(CLIENT);
        }
    }

    @Test
    void withoutADaemonTheClientIsToldToComeBack() throws Exception {
        Path configuration = scratch.resolve("none.cf");
        Files.writeString(
                configuration, "O DaemonPortOptions=Family=local, Addr=" + scratch.resolve("no.socket") + "\n");
        fromTheNetwork(command(configuration), talk -> {
            assertThat(talk.reply()).startsWith("421 4.3.2 the mail daemon does not answer");
            assertThat(talk.reply()).isEqualTo("null");
        });
    }

    private interface Dialogue {
        void with(Talk talk) throws IOException;
    }

    /// Runs the command as inetd does: its standard input and output are a connection, whose other end talks.
    private void fromTheNetwork(List<String> command, Dialogue dialogue) throws Exception {
        try (ServerSocket far = new ServerSocket(0, 1, InetAddress.ofLiteral(CLIENT))) {
            far.setSoTimeout(60_000);
            List<String> all = new ArrayList<>(List.of(
                    "bash",
                    "-c",
                    "exec 3<>/dev/tcp/" + CLIENT + "/" + far.getLocalPort() + "; exec \"$@\" 0<&3 1>&3 3<&-",
                    "inetd"));
            all.addAll(command);
            Process process = new ProcessBuilder(all)
                    .directory(scratch.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (Socket client = far.accept()) {
                client.setSoTimeout(60_000);
                dialogue.with(talk(client.getInputStream(), client.getOutputStream()));
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
