package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// Testers that look for open relays, smuggling and command injection, against the built server.
class ScannersTest {
    @TempDir
    private static Path scratch;

    private static TryServer server;

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = TryServer.start(scratch.resolve("try"), "--quiet").awaitServing();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static String nmap(String script) {
        Path tree = Peers.tree("nmap");
        return ProgramRun.of(
                        List.of(
                                "env",
                                "HOME=" + scratch,
                                tree.resolve("run/nmap").toString(),
                                "--datadir",
                                tree.resolve("usr/share/nmap").toString(),
                                "--unprivileged",
                                "-sT",
                                "-n",
                                "-Pn",
                                "-p",
                                Integer.toString(server.mailPort()),
                                "--script",
                                "+" + script,
                                "127.0.0.1"),
                        "",
                        scratch,
                        300)
                .succeeded()
                .output();
    }

    /// Beside the others: it waits most of the time, for answers that come later and later.
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @DisplayName("AUTH-07: nmap's battery of relay forms finds no open relay")
    void auth07NmapFindsNoOpenRelay() {
        assertThat(nmap("smtp-open-relay")).contains("Server doesn't seem to be an open relay, all tests failed");
    }

    @Test
    void nmapReadsTheCommandsAndFindsNoKnownHole() {
        assertThat(nmap("smtp-commands")).contains("PIPELINING").contains("8BITMIME");
        for (String hole : List.of("smtp-vuln-cve2010-4344", "smtp-vuln-cve2011-1720", "smtp-vuln-cve2011-1764")) {
            assertThat(nmap(hole)).as(hole).doesNotContain("VULNERABLE:").doesNotContain("State: VULNERABLE");
        }
        assertThat(nmap("smtp-strangeport")).doesNotContain("ERROR");
    }

    @Test
    void nmapCannotEnumerateUsers() {
        assertThat(nmap("smtp-enum-users")).doesNotContainPattern("\\|.*\\b(alice|bob)\\b");
    }

    /// It asks no name server but wants a program for that, and its start grows with the ciphers that it has names for:
    /// those of the newest versions are enough here.
    private static String testssl(String... checks) throws IOException {
        Path given = Peers.tree("testssl.sh").resolve("etc/testssl");
        Path settings = Files.createDirectories(scratch.resolve("testssl/etc"));
        Files.copy(given.resolve("tls_data.txt"), settings.resolve("tls_data.txt"));
        Files.write(
                settings.resolve("cipher-mapping.txt"),
                Files.readAllLines(given.resolve("cipher-mapping.txt")).stream()
                        .filter(line -> line.contains("TLSv1.3") || line.contains("ECDHE-ECDSA-AES"))
                        .toList());
        Path asker = Files.writeString(settings.resolveSibling("nslookup"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(asker, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(List.of(
                "env",
                "TESTSSL_INSTALL_DIR=" + settings,
                "PATH=" + settings.getParent() + ":" + System.getenv("PATH") + ":"
                        + Peers.tree("bsdextrautils").resolve("run"),
                Peers.program("testssl.sh", "testssl").toString(),
                "--quiet",
                "--warnings",
                "off",
                "--nodns",
                "none",
                "--color",
                "0"));
        command.addAll(List.of(checks));
        command.addAll(List.of("-t", "smtp", "127.0.0.1:" + server.mailPort()));
        return ProgramRun.of(command, "", scratch, 120).output();
    }

    @Test
    @DisplayName("TLS-05, TLS-07: testssl.sh finds only new versions, and nothing that is agreed anew")
    void testsslFindsOnlyWhatIsGood() throws IOException {
        assertThat(testssl("-p", "-R"))
                .containsPattern("SSLv2 +not offered \\(OK\\)")
                .containsPattern("SSLv3 +not offered \\(OK\\)")
                .containsPattern("TLS 1 +not offered")
                .containsPattern("TLS 1.1 +not offered")
                .containsPattern("TLS 1.2 +offered \\(OK\\)")
                .containsPattern("TLS 1.3 +offered \\(OK\\): final")
                .containsPattern("Secure Renegotiation \\(RFC 5746\\) +supported \\(OK\\)")
                .containsPattern("Secure Client-Initiated Renegotiation +not vulnerable \\(OK\\)");
    }

    private static List<String> endings() {
        List<String> all = new ArrayList<>();
        List<String> last = List.of("");
        for (int length = 1; length <= 3; length++) {
            List<String> longer = new ArrayList<>();
            for (String shorter : last) {
                for (String next : List.of("\r", "\n", "\r\n", ".", "\0")) {
                    longer.add(shorter + next);
                }
            }
            all.addAll(longer);
            last = longer;
        }
        List<String> dotted = new ArrayList<>();
        for (String before : List.of("\r", "\n", "\r\n", "\r\r\n", "\n\r", "\r\n\0", "\0\r\n")) {
            for (String after : List.of("\r", "\n", "\r\n", "\r\r\n", "\0\r\n", " \r\n", "\n\r")) {
                dotted.add(before + "." + after);
            }
        }
        dotted.addAll(all);
        dotted.removeIf(ending -> ("x" + ending).contains("\r\n.\r\n"));
        return dotted.stream().distinct().toList();
    }

    @Test
    @DisplayName("STATE-01: no ending of data but CR LF dot CR LF lets a second message in")
    void state01NothingIsSmuggled() throws Exception {
        int number = 0;
        for (String ending : endings()) {
            number++;
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.mailPort())) {
                socket.setSoTimeout(10_000);
                say(socket, "EHLO tester.test\r\n", "250 ");
                say(socket, "MAIL FROM:<honest@example.org>\r\n", "250 ");
                say(socket, "RCPT TO:<alice@localhost>\r\n", "250 ");
                say(socket, "DATA\r\n", "354 ");
                socket.getOutputStream()
                        .write(("Subject: honest " + number + "\r\n\r\nx" + ending
                                        + "MAIL FROM:<smuggler@example.org>\r\nRCPT TO:<bob@localhost>\r\nDATA\r\n"
                                        + "Subject: smuggled " + number + "\r\n\r\ny\r\n.\r\nQUIT\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                rest(socket);
            }
        }
        assertThat(number).isGreaterThan(100);
        Sender marker = new Sender(server.mailPort());
        assertThat(marker.send("marker", "bob@localhost", "z")).startsWith("250 ");
        marker.close();
        server.await("the marker", () -> server.mailbox("bob").contains("Subject: marker"));
        assertThat(server.mailbox("bob")).doesNotContain("smuggled");
        assertThat(server.log()).doesNotContain("from=<smuggler@example.org>").doesNotContain("SYSERR");
    }

    @Test
    @DisplayName("CMD-10: commands inside of addresses, parameters and names are text")
    void nothingIsInjected() throws Exception {
        List<String> lines = List.of(
                "HELO x\rMAIL FROM:<a@b>",
                "MAIL FROM:<a@example.org\rRCPT TO:<bob@localhost>>",
                "MAIL FROM:<a@example.org>\0RCPT TO:<bob@localhost>",
                "MAIL FROM:<a@example.org> SIZE=1\rRSET",
                "MAIL FROM:<\"a\rRCPT TO:<bob@localhost>\"@example.org>",
                "MAIL FROM:<a@example.org> ENVID=x+0D+0ARCPT+20TO");
        for (String line : lines) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.mailPort())) {
                socket.setSoTimeout(10_000);
                say(socket, "EHLO tester.test\r\n", "250 ");
                String answer = ask(socket, line + "\r\n");
                assertThat(answer.split("\n", -1)).as(line).hasSize(1);
                assertThat(ask(socket, "DATA\r\n")).as(line).startsWith("503 ");
            }
        }
    }

    @Test
    void swaksIsServedAndCannotRelay() {
        for (String to : List.of(
                "x%example.net@localhost", "example.net!x@localhost", "\"x@example.net\"@localhost", "x@example.net")) {
            ProgramRun run = ProgramRun.of(
                    List.of(
                            Peers.program("swaks", "swaks").toString(),
                            "--server",
                            "127.0.0.1:" + server.mailPort(),
                            "--from",
                            "a@example.org",
                            "--to",
                            to,
                            "--pipeline"),
                    "",
                    scratch,
                    60);
            assertThat(run.status()).as(run.output()).isNotZero();
            assertThat(run.output()).containsPattern("55[0-9] ");
        }
    }

    private static void say(Socket socket, String text, String expected) throws IOException {
        assertThat(ask(socket, text)).startsWith(expected);
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        String line = line(socket);
        while (line.startsWith("220") || (line.length() > 3 && line.charAt(3) == '-')) {
            line = line(socket);
        }
        return line;
    }

    private static String line(Socket socket) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static void rest(Socket socket) throws IOException {
        try {
            byte[] all = socket.getInputStream().readAllBytes();
            assertThat(new String(all, StandardCharsets.ISO_8859_1)).matches("(?s)([0-9]{3}[ -][ -~]*\r\n)*");
        } catch (SocketTimeoutException late) {
            throw new AssertionError("the server neither closed nor answered", late);
        } catch (java.net.SocketException _) {
            // Closed while we were still talking.
        }
    }
}
