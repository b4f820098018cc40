package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.Envelope;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SocketPeer;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptNormaliser;
import org.postern.testkit.TranscriptProfile;
import org.postern.testkit.TranscriptRecorder;

/// What AUTH and TLS leave in a message: the Received field, macros and the author in the queue file, as the real
/// sendmail leaves them. It does not keep the `auth_` macros there; we do.
class TrustedMessagesTest {
    private static final String PLAIN = "C: AUTH PLAIN "
            + Base64.getEncoder().encodeToString("\0alice\0secret".getBytes(StandardCharsets.US_ASCII));
    private static final String STARTTLS = "C: STARTTLS\nS?\n";
    private static final String EHLO = "C: EHLO client.test\nS?\n";
    private static final String HELO = "C: HELO client.test\nS?\n";
    private static final List<String> MACROS = List.of("r", "s", "_");

    @TempDir
    private static Path scratch;

    private record Case(String name, String dialogue) {}

    private static Case auth(String name, String login, String before, String parameter) {
        return new Case(name, before + login + "\nS?\n" + mail(parameter));
    }

    private static String mail(String parameter) {
        return "C: MAIL FROM:<a@good.test>" + parameter + "\nS?\nC: RCPT TO:<bob@exam.test>\nS?\nC: DATA\nS?\n"
                + "C: Subject: x\nC: \nC: text\nC: .\nS?\nC: QUIT\nS?\nCLOSE\n";
    }

    @TestFactory
    Stream<DynamicTest> byAuth() {
        return tests(
                "auth",
                List.of(
                        new Case("nothing", EHLO + mail("")),
                        new Case("author without AUTH", EHLO + mail(" AUTH=alice")),
                        auth("PLAIN", PLAIN, EHLO, ""),
                        auth("lower case", PLAIN.replace("PLAIN", "plain"), EHLO, ""),
                        auth("HELO", PLAIN, HELO, ""),
                        auth("own author", PLAIN, EHLO, " AUTH=alice"),
                        auth("other author", PLAIN, EHLO, " AUTH=b+2Bc@good.test"),
                        auth("nobody as author", PLAIN, EHLO, " AUTH=<>"),
                        auth("CRAM-MD5", "SASL CRAM-MD5 alice secret", EHLO, ""),
                        auth("integrity", "SASL DIGEST-MD5:auth-int alice secret", EHLO, ""),
                        auth("privacy", "SASL DIGEST-MD5:auth-conf alice secret", EHLO, ""),
                        auth("ANONYMOUS", "C: AUTH ANONYMOUS dHJhY2VAZ29vZC50ZXN0", EHLO, "")));
    }

    @TestFactory
    Stream<DynamicTest> byTls() {
        return tests(
                "tls",
                List.of(
                        new Case("clear", EHLO + mail("")),
                        new Case("TLS", STARTTLS + "TLS\n" + EHLO + mail("")),
                        new Case("HELO in TLS", STARTTLS + "TLS\n" + HELO + mail("")),
                        new Case("certificate", STARTTLS + "TLS gir\n" + EHLO + mail("")),
                        new Case("stranger", STARTTLS + "TLS stranger\n" + EHLO + mail("")),
                        auth("PLAIN in TLS", PLAIN, STARTTLS + "TLS\n" + EHLO, ""),
                        auth("HELO and PLAIN in TLS", PLAIN, STARTTLS + "TLS\n" + HELO, ""),
                        auth("EXTERNAL", "C: AUTH EXTERNAL =", STARTTLS + "TLS other\n" + EHLO, "")));
    }

    private static Stream<DynamicTest> tests(String name, List<Case> cases) {
        TranscriptProfile profile = TranscriptProfile.named(name);
        SendmailFolder folder = SendmailFolder.in(scratch.resolve(name));
        profile.install(folder);
        List<SendmailDaemon> running = new ArrayList<>();
        Stream<DynamicTest> start =
                Stream.of(DynamicTest.dynamicTest(name + ": start", () -> running.add(RealSendmail.daemon(folder))));
        Stream<DynamicTest> compare = cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        name + ": " + one.name(), () -> compare(profile, folder, running.getFirst(), one)));
        Stream<DynamicTest> stop =
                Stream.of(DynamicTest.dynamicTest(name + ": stop", () -> running.forEach(SendmailDaemon::close)));
        return Stream.of(start, compare, stop).flatMap(all -> all);
    }

    private static void compare(TranscriptProfile profile, SendmailFolder folder, SendmailDaemon real, Case one)
            throws Exception {
        play(profile, real.address(), one);
        Path file = queueFile(folder);
        List<String> expected = told(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        Files.delete(file);
        try (StockHost host = new StockHost(folder, "")) {
            play(profile, host.address(), one);
            assertThat(told(host.queue.messages().getFirst().envelope())).isEqualTo(expected);
        }
    }

    private static void play(TranscriptProfile profile, InetSocketAddress server, Case one) {
        Transcript skeleton = Transcript.parse(one.name(), "S?\n" + one.dialogue());
        InetSocketAddress from = new InetSocketAddress(profile.clientAddress(), 0);
        Transcript said = new TranscriptRecorder(new TranscriptNormaliser(profile.shownClient()))
                .record(skeleton, SocketPeer.connect(server, from, 10_000));
        assertThat(said.text()).contains("S: 250 2.0.0 ${queueid} Message accepted for delivery");
    }

    private static Path queueFile(SendmailFolder folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.queue())) {
            return files.filter(file -> file.getFileName().toString().startsWith("qf"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Of a queue file what AUTH and TLS decide.
    private static List<String> told(List<String> lines) {
        List<String> told = new ArrayList<>();
        boolean received = false;
        for (String line : lines) {
            received = line.startsWith("H??Received:") || (received && line.startsWith("\t"));
            boolean macro = MACROS.stream().anyMatch(name -> line.startsWith("$" + name));
            if (received || macro || line.startsWith("A")) {
                told.add(comparable(line.replaceFirst("^H\\?\\?", "")));
            }
        }
        told.sort(null);
        return told;
    }

    private static List<String> told(Envelope envelope) {
        List<String> told = new ArrayList<>();
        envelope.header().stream()
                .filter(field -> field.name().equals("Received"))
                .flatMap(field -> ("Received:" + field.value()).lines())
                .forEach(line -> told.add(comparable(line)));
        MACROS.stream()
                .filter(envelope.macros()::containsKey)
                .forEach(name -> told.add("$" + name + envelope.macros().get(name)));
        envelope.authSender().ifPresent(author -> told.add("A" + author));
        told.sort(null);
        return told;
    }

    private static String comparable(String line) {
        return line.replaceAll(" id [0-9A-Za-z]+", " id ID")
                .replaceAll("\\t[A-Z][a-z]{2}, .*", "\tDATE")
                .replaceAll("; [A-Z][a-z]{2}, .*", "; DATE")
                .replaceAll("\\(8\\.[0-9A-Za-z./-]+\\)", "(VERSION)");
    }
}
