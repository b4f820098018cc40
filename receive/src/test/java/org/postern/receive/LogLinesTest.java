package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;
import org.postern.base.Event;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.TranscriptProfile;

/// The lines of fixed sets of sessions, each with its LogLevel and priority, beside those of the real daemon, which was
/// recorded with every LogLevel from 0 to 15: what happens usually, what limits lead to, what rules decide.
class LogLinesTest {
    /// Lines of the dialogue that one side alone has: keywords of EHLO, a reply that nobody gets any more, the real
    /// program's note of a reply that it holds back, and the missing help file.
    private static final List<String> OTHERWISE =
            List.of("250-CHUNKING", "250-AUTH ", "421 4.4.1 ", "421 4.5.0 ", " (hold)", " (held)", "HELP ");

    @ParameterizedTest
    @ValueSource(strings = {"log", "limits", "rules"})
    void everyLineAppearsFromTheSameLevelOn(String name, @TempDir Path scratch) throws Exception {
        SendmailFolder folder = SendmailFolder.in(scratch);
        folder.configure(RealSendmail.cf(mc(name)) + options(name) + "O LogLevel=15\nO HelpFile=/nonexistent\n");
        folder.file(
                "hosts",
                "127.0.0.1 localhost\n127.0.0.1 mx.exam.test\n127.0.0.2 client.good.test\n127.0.0.9 good.test\n");
        List<String> own;
        try (StockHost host = new StockHost(folder, "")) {
            for (List<String> session : sessions(name)) {
                play(host, session);
            }
            own = host.events.stream()
                    .filter(event -> event.logLevel() <= 15)
                    .map(LogLinesTest::line)
                    .toList();
        }
        List<String> real = text(name + "-lines.txt").stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        // The real program logs a reply before the reason for it, and puts off those to messages.
        if (name.equals("log")) {
            assertThat(without(own, true)).isEqualTo(without(real, true));
        }
        assertThat(without(own, false)).isEqualTo(without(real, false));
    }

    /// The configuration: lines `#mc OLD => NEW` in the sessions change the one of the plain transcripts.
    private static String mc(String name) throws IOException {
        String mc = TranscriptProfile.named("plain").mc().replace(", M=A", "");
        for (String line : text(name + "-sessions.txt")) {
            if (line.startsWith("#mc ")) {
                String[] parts = line.substring(4).split(" => ", 2);
                mc = mc.replace(parts[0], parts[1].replace("\\n", "\n"));
            }
        }
        return mc;
    }

    /// Lines `#O` are options.
    private static String options(String name) throws IOException {
        return text(name + "-sessions.txt").stream()
                .filter(line -> line.startsWith("#O "))
                .map(line -> line.substring(1) + "\n")
                .collect(java.util.stream.Collectors.joining());
    }

    /// The lines of the dialogue or all others. The line `from=` comes after all rule sets here, and the quotes of a
    /// reason for quarantine are taken off.
    private static String without(List<String> lines, boolean dialogue) {
        return lines.stream()
                .filter(line -> line.matches("15\t6\tID: (---|<--) .*|15\t6\tID: (---|<--)") == dialogue)
                .filter(line -> OTHERWISE.stream().noneMatch(line::contains) || !dialogue)
                .collect(java.util.stream.Collectors.joining("\n"))
                .replaceAll("(.*: from=.*)\n(.*ruleset=check_eom.*)", "$2\n$1")
                .replaceAll("quarantine=\"(.*)\"", "quarantine=$1");
    }

    private static String line(Event event) {
        String text = event.line()
                .replaceAll("\\b(test|session)[0-9]{6}\\b", "ID")
                .replaceAll("too long: [0-9]+", "too long: 2107")
                .replaceAll("delay=00:00:0[0-9]", "delay=00:00:00")
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
                                .replace("{1600}", "x".repeat(1600))
                                .replace("{3000}", ("z".repeat(98) + "\r\n").repeat(30))
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

    private static List<List<String>> sessions(String name) throws IOException {
        List<List<String>> all = new ArrayList<>();
        List<String> session = new ArrayList<>();
        for (String line : text(name + "-sessions.txt")) {
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
