package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.base.Event;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.TranscriptProfile;

/// The lines of a fixed set of sessions, each with its LogLevel and priority, beside those of the real daemon,
/// which was recorded with every LogLevel from 0 to 15.
class LogLinesTest {
    /// Lines of the dialogue that one side alone has: keywords of EHLO, a reply that nobody gets any more, the real
    /// program's note of a reply that it holds back, and the missing help file.
    private static final List<String> OTHERWISE =
            List.of("250-CHUNKING", "250-AUTH ", "421 4.4.1 ", "421 4.5.0 ", " (hold)", " (held)", "HELP ");

    @Test
    void everyLineAppearsFromTheSameLevelOn(@TempDir Path scratch) throws Exception {
        SendmailFolder folder = SendmailFolder.in(scratch);
        TranscriptProfile profile = TranscriptProfile.named("plain");
        folder.configure(
                RealSendmail.cf(profile.mc().replace(", M=A", "")) + "O LogLevel=15\nO HelpFile=/nonexistent\n");
        folder.file(
                "hosts",
                "127.0.0.1 localhost\n127.0.0.1 mx.exam.test\n127.0.0.2 client.good.test\n127.0.0.9 good.test\n");
        List<String> own;
        try (StockHost host = new StockHost(folder, "")) {
            for (List<String> session : sessions()) {
                play(host, session);
            }
            own = host.events.stream()
                    .filter(event -> event.logLevel() <= 15)
                    .map(LogLinesTest::line)
                    .toList();
        }
        List<String> real = text("log-lines.txt").stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        // The real program logs a reply before the reason for it.
        assertThat(without(own, true)).isEqualTo(without(real, true));
        assertThat(without(own, false)).isEqualTo(without(real, false));
    }

    /// The lines of the dialogue or all others.
    private static String without(List<String> lines, boolean dialogue) {
        return lines.stream()
                .filter(line -> line.matches("15\t6\tID: (---|<--) .*|15\t6\tID: (---|<--)") == dialogue)
                .filter(line -> OTHERWISE.stream().noneMatch(line::contains) || !dialogue)
                .collect(java.util.stream.Collectors.joining("\n"));
    }

    private static String line(Event event) {
        String text = event.line()
                .replaceAll("\\b(test|session)[0-9]{6}\\b", "ID")
                .replaceAll("too long: [0-9]+", "too long: 2107")
                .replaceAll("ESMTP Sendmail \\S+; .*", "ESMTP Sendmail VERSION; DATE");
        return event.logLevel() + "\t" + event.priority().code() + "\t" + text;
    }

    private static void play(StockHost host, List<String> session) throws Exception {
        int before = host.events.size();
        try (SmtpTalk talk = SmtpTalk.from(new InetSocketAddress("127.0.0.2", 0), host.address())) {
            talk.reply();
            for (String line : session) {
                boolean raw = line.startsWith("<");
                String text = raw
                        ? line.substring(1)
                                .replace("{2100}", "x".repeat(2100))
                                .replace("\\r", "\r")
                                .replace("\\n", "\n")
                        : line + "\r\n";
                talk.send(text);
                if (!text.endsWith("half")) {
                    talk.reply();
                }
            }
        }
        awaitEnd(host);
        assertThat(host.events.size()).isGreaterThan(before);
    }

    private static void awaitEnd(StockHost host) {
        while (host.service().figures().sessions() > 0) {
            Thread.onSpinWait();
        }
    }

    private static List<List<String>> sessions() throws IOException {
        List<List<String>> all = new ArrayList<>();
        List<String> session = new ArrayList<>();
        for (String line : text("log-sessions.txt")) {
            if (line.equals("--")) {
                all.add(session);
                session = new ArrayList<>();
            } else if (!line.startsWith("#")) {
                session.add(line);
            }
        }
        all.add(session);
        return all;
    }

    private static List<String> text(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(LogLinesTest.class.getResourceAsStream(name))) {
            return Ascii.text(in.readAllBytes()).lines().toList();
        }
    }
}
