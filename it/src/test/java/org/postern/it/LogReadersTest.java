package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// Debian's log readers for sendmail, fail2ban's filter and logwatch's script, read a log that Postern wrote.
class LogReadersTest {
    @TempDir
    Path scratch;

    @BeforeEach
    void letOthersEnter() throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void talk(int port, List<String> lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            reply(in);
            for (String line : lines) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                boolean partOfMessage = line.startsWith("Subject:") || line.isEmpty() || line.equals("text");
                if (!partOfMessage) {
                    reply(in);
                }
            }
        }
    }

    private static void reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
    }

    /// The log of a server that met a friend and some others, under the tag that Debian's sendmail has.
    private Path log() throws IOException, InterruptedException {
        try (TryServer server = TryServer.start(scratch.resolve("try"), "--quiet")) {
            server.awaitServing();
            talk(server.mailPort(), List.of("EHLO c", "MAIL FROM:<a@[127.0.0.1]>", "QUIT"));
            talk(
                    server.mailPort(),
                    List.of(
                            "EHLO c",
                            "MAIL FROM:<x@example.org>",
                            "RCPT TO:<someone@example.net>",
                            "RCPT TO:<alice@localhost>",
                            "DATA",
                            "Subject: log",
                            "",
                            "text",
                            ".",
                            "QUIT"));
            talk(server.mailPort(), List.of("VRFY bob", "EXPN bob", "QUIT"));
            talk(server.mailPort(), List.of("EHLO c", "MAIL FROM:<x@example.org>"));
            server.await("alice's mail", () -> server.mailbox("alice").contains("text"));
            server.await("the line of the delivery", () -> server.log().contains("stat=Sent"));
            server.await("the lost session", () -> server.log().contains("lost input channel"));
            Path log = scratch.resolve("sendmail.log");
            Files.writeString(log, server.log().replaceAll("(?m) postern\\[", " sm-mta["), StandardCharsets.ISO_8859_1);
            return log;
        }
    }

    @Test
    void fail2banAndLogwatchUnderstandTheLog() throws IOException, InterruptedException {
        Path log = log();
        Path fail2ban = Peers.tree("fail2ban");
        ProgramRun filtered = ProgramRun.of(
                List.of(
                        "env",
                        "PYTHONPATH=" + fail2ban.resolve("usr/lib/python3/dist-packages"),
                        "python3",
                        fail2ban.resolve("usr/bin/fail2ban-regex").toString(),
                        "-c",
                        fail2ban.resolve("etc/fail2ban").toString(),
                        "--print-all-matched",
                        log.toString(),
                        "sendmail-reject[mode=aggressive]"),
                "",
                scratch,
                120);
        assertThat(filtered.output())
                .contains("VRFY bob [rejected]")
                .contains("EXPN bob [rejected]")
                .contains("2 matched");

        Path logwatch = Peers.tree("logwatch").resolve("usr/share/logwatch");
        String lines = Files.readString(log, StandardCharsets.ISO_8859_1)
                .replaceAll("(?m)^\\w+ +\\d+ [0-9:]+ \\S+ sm-mta\\[\\d+]: ", "");
        ProgramRun report = ProgramRun.of(
                List.of(
                        "env",
                        "LOGWATCH_DETAIL_LEVEL=10",
                        "LOGWATCH_DEBUG=0",
                        "perl",
                        "-I" + logwatch.resolve("lib"),
                        logwatch.resolve("scripts/services/sendmail").toString()),
                lines,
                scratch,
                120);
        assertThat(report.output())
                .containsPattern("Messages To Recipients: +\\d")
                .contains("Relaying denied")
                .contains("to <someone@example.net>")
                .contains("Lost input channel")
                .contains("Rejected VRFY/EXPN/ETRN");
    }
}
