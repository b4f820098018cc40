package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.Envelope;
import org.postern.mail.HeaderField;
import org.postern.mail.Recipient;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.TranscriptProfile;

/// The header section of a received message, against the `qf` file that the real daemon writes for the same
/// dialogue: Received with its conditions, fields that are added, and what option NoRecipientAction does.
class HeadersTest {
    private static final String HELLO = "EHLO client.good.test\r\n";
    private static final String MAIL = "MAIL FROM:<a@good.test>\r\n";
    private static final String RCPT = "RCPT TO:<root@exam.test>\r\n";
    private static final String TWO = RCPT + "RCPT TO:<bob@exam.test>\r\n";

    /// What is said before DATA, and the header.
    private record Case(String name, String commands, String header) {}

    private static final List<Case> CASES = List.of(
            new Case("nothing", HELLO + MAIL + RCPT, ""),
            new Case("two recipients", HELLO + MAIL + TWO, "Subject: x\r\n"),
            new Case("no HELO", MAIL + RCPT, "Subject: x\r\n"),
            new Case("HELO", "HELO other.name\r\n" + MAIL + RCPT, "Subject: x\r\n"),
            new Case(
                    "complete",
                    HELLO + MAIL + RCPT,
                    "From: a@good.test\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\n" + "Message-Id: <1@x>\r\nTo: b\r\n"),
            new Case("resent", HELLO + MAIL + RCPT, "Resent-From: r@good.test\r\nFrom: a@good.test\r\nTo: b\r\n"),
            new Case("null sender", HELLO + "MAIL FROM:<>\r\n" + RCPT, "Subject: x\r\n"),
            new Case("Return-Path", HELLO + MAIL + RCPT, "Return-Path: <evil@good.test>\r\nSubject: x\r\n"),
            new Case("Bcc only", HELLO + MAIL + RCPT, "Bcc: b@exam.test\r\n"),
            new Case("To and Bcc", HELLO + MAIL + RCPT, "To: b@exam.test\r\nBcc: c@exam.test\r\n"),
            new Case(
                    "Received and folded",
                    HELLO + MAIL + RCPT,
                    "Received: from x by y; Mon, 1 Jan 2024 00:00:00 +0000\r\n" + "Subject: a\r\n  b\r\n\tc\r\n"),
            new Case("odd spaces", HELLO + MAIL + RCPT, "Subject:no blank\r\nX-A :  two\r\nX-B:\r\n"),
            new Case(
                    "UNIX From line",
                    HELLO + MAIL + RCPT,
                    "From a@good.test Mon Jan  1 00:00:00 2024\r\nSubject: x\r\n"),
            new Case("route sender", HELLO + "MAIL FROM:<@good.test:a@other.test>\r\n" + RCPT, "Subject: x\r\n"),
            new Case("local sender", HELLO + "MAIL FROM:<root@exam.test>\r\n" + RCPT, "Subject: x\r\n"));

    @TempDir
    private static Path scratch;

    /// INJ-05: Bcc alone and beside To, among the other headers.
    @TestFactory
    Stream<DynamicTest> plain() {
        return tests("plain", "", CASES);
    }

    @TestFactory
    Stream<DynamicTest> withoutRecipientFields() {
        List<Case> two = List.of(CASES.get(0), CASES.get(1), CASES.get(8));
        return Stream.of("none", "add-to", "add-apparently-to", "add-bcc", "add-to-undisclosed")
                .flatMap(action ->
                        tests("recipients-" + action, "define(`confNO_RCPT_ACTION', `" + action + "')dnl\n", two));
    }

    /// SingleLineFromHeader, RrtImpliesDsn, SevenBitInput.
    @TestFactory
    Stream<DynamicTest> options() {
        String defines = "define(`confSINGLE_LINE_FROM_HEADER', `True')dnl\ndefine(`confRRT_IMPLIES_DSN', `True')dnl\n"
                + "define(`confSEVEN_BIT_INPUT', `True')dnl\n";
        return tests(
                "options",
                defines,
                List.of(
                        new Case("From on two lines", HELLO + MAIL + RCPT, "From: a b\r\n\t<a@good.test>\r\n"),
                        new Case("receipt", HELLO + MAIL + TWO, "Return-Receipt-To: a@good.test\r\n"),
                        new Case(
                                "receipt and NOTIFY",
                                HELLO + MAIL + "RCPT TO:<root@exam.test> NOTIFY=FAILURE\r\n",
                                "Return-Receipt-To: a@good.test\r\n"),
                        new Case("8-bit", HELLO + MAIL + RCPT, "Subject: caf\u00e9\r\n"),
                        new Case(
                                "8-bit and said so",
                                HELLO + "MAIL FROM:<a@good.test> BODY=8BITMIME\r\n" + RCPT,
                                "Subject: caf\u00e9\r\n")));
    }

    private Stream<DynamicTest> tests(String name, String defines, List<Case> cases) {
        TranscriptProfile profile = TranscriptProfile.named("plain");
        SendmailFolder folder = SendmailFolder.in(scratch.resolve(name));
        profile.files().forEach(folder::file);
        folder.configure(RealSendmail.cf(profile.mc().replace("OSTYPE(", defines + "OSTYPE(")));
        folder.aliases(Objects.requireNonNull(profile.files().get("aliases")));
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
        InetSocketAddress from = new InetSocketAddress(profile.clientAddress(), 0);
        String id = send(real.address(), from, one);
        List<String> expected = header(folder.queue().resolve("qf" + id));
        try (StockHost host = new StockHost(folder, "")) {
            String ownId = send(host.address(), from, one);
            Envelope envelope = host.queue.messages().getLast().envelope();
            assertThat(envelope.recipients().stream().map(HeadersTest::line))
                    .containsExactlyElementsOf(recipients(folder.queue().resolve("qf" + id)));
            List<String> own = envelope.header().stream().map(HeadersTest::line).toList();
            assertThat(own.stream().map(line -> comparable(line, ownId)))
                    .containsExactlyElementsOf(
                            expected.stream().map(line -> comparable(line, id)).toList());
        }
    }

    private static String line(Recipient recipient) {
        StringBuilder flags = new StringBuilder();
        recipient.flags().stream().sorted().forEach(flag -> flags.append(flag.letter()));
        return flags + ":" + recipient.address();
    }

    /// The R lines of a `qf` file.
    private static List<String> recipients(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("R"))
                .map(line -> line.substring(1))
                .toList();
    }

    private static String line(HeaderField field) {
        // The queue file has another sign for a macro that is expanded later.
        String value = field.value().replace(HeaderField.MACRO_REFERENCE, '\u0081');
        return "?" + field.mailerFlags() + "?" + field.name() + ":" + value;
    }

    /// Sends the message and returns its name.
    private static String send(InetSocketAddress server, InetSocketAddress from, Case one) throws IOException {
        try (SmtpTalk talk = SmtpTalk.from(from, server)) {
            talk.reply();
            for (String command : one.commands().split("\r\n", -1)) {
                if (!command.isEmpty()) {
                    assertThat(talk.ask(command)).startsWith("250");
                }
            }
            assertThat(talk.ask("DATA")).startsWith("354 ");
            String reply = talk.ask(one.header() + "\r\nbody\r\n.");
            assertThat(reply).startsWith("250 2.0.0 ");
            return reply.split(" ", 4)[2];
        }
    }

    /// The H lines of a `qf` file, with folded lines joined by LF.
    private static List<String> header(Path file) throws IOException {
        List<String> fields = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("H")) {
                fields.add(line.substring(1));
            } else if ((line.startsWith("\t") || line.startsWith(" ")) && !fields.isEmpty()) {
                fields.set(fields.size() - 1, fields.getLast() + "\n" + line);
            }
        }
        return fields;
    }

    /// What differs between two runs is taken out.
    private static String comparable(String field, String id) {
        return field.replace(id, "ID")
                .replaceAll(
                        "[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} 20(?!24)\\d\\d \\d\\d:\\d\\d:\\d\\d (?:[-+]\\d{4}|GMT)(?: \\(\\w+\\))?",
                        "DATE")
                .replaceAll("<20\\d{10}\\.", "<STAMP.")
                .replaceAll("\\(8\\.[0-9A-Za-z./-]+\\)", "(VERSION)");
    }
}
