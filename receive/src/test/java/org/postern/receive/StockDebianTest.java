package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.DecidingEntry;
import org.postern.mail.Envelope;
import org.postern.mail.HeaderField;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// The stock configuration of Debian, unchanged but for its paths. What is expected was said by the real program
/// with the same configuration, maps and hosts.
class StockDebianTest {
    private static final String HOSTS = """
            127.0.0.1 localhost
            127.0.0.2 client2.good.test
            127.0.0.9 good.test
            127.0.0.10 bad.test
            """;

    @TempDir
    private static Path scratch;

    private static StockHost host;

    @BeforeAll
    static void start() throws Exception {
        SendmailFolder folder = SendmailFolder.in(scratch);
        folder.configure(RealSendmail.stockDebianConfiguration());
        folder.map("access", """
                Connect:127.0.0.7 REJECT
                Connect:127.0.0.8 RELAY
                From:bad.test REJECT
                From:t@good.test ERROR:4.2.1:450 later
                From:gone@good.test DISCARD
                To:relayme.test RELAY
                GreetPause:127 0
                """);
        folder.aliases("postmaster: root\nstaff: root, daemon\nloop1: loop2\nloop2: loop1\n");
        folder.file("local-host-names", "exam.test\n");
        folder.file("hosts", HOSTS);
        host = new StockHost(folder, "");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    /// The answers to these lines, from a client with this address.
    private static List<String> answers(String from, String... lines) throws Exception {
        List<String> answers = new java.util.ArrayList<>();
        try (SmtpTalk talk = SmtpTalk.from(new InetSocketAddress(from, 0), host.address())) {
            talk.reply();
            talk.ask("EHLO client.test");
            for (String line : lines) {
                answers.add(talk.ask(line));
            }
        }
        return answers;
    }

    @Test
    void strangersReachLocalUsersOnly() throws Exception {
        assertThat(answers(
                        "127.0.0.2",
                        "MAIL FROM:<a@good.test>",
                        "RCPT TO:<root@exam.test>",
                        "RCPT TO:<x@other.test>",
                        "RCPT TO:<y@relayme.test>",
                        "RCPT TO:<nosuch@exam.test>",
                        "RCPT TO:<staff@exam.test>",
                        "RCPT TO:<loop1@exam.test>",
                        "RCPT TO:<postmaster>",
                        "RCPT TO:<daemon+ext@exam.test>",
                        "RCPT TO:<a%other.test@exam.test>",
                        "RCPT TO:<other.test!a@exam.test>",
                        "RCPT TO:<@exam.test:a@other.test>"))
                .containsExactly(
                        "250 2.1.0 <a@good.test>... Sender ok",
                        "250 2.1.5 <root@exam.test>... Recipient ok",
                        "550 5.7.1 <x@other.test>... Relaying denied",
                        "250 2.1.5 <y@relayme.test>... Recipient ok",
                        "550 5.1.1 <nosuch@exam.test>... User unknown",
                        "250 2.1.5 <staff@exam.test>... Recipient ok",
                        "250 2.1.5 <loop1@exam.test>... Recipient ok",
                        "250 2.1.5 <postmaster>... Recipient ok",
                        "250 2.1.5 <daemon+ext@exam.test>... Recipient ok",
                        "550 5.7.1 <a%other.test@exam.test>... Relaying denied",
                        "550 5.7.1 <other.test!a@exam.test>... Relaying denied",
                        "550 5.7.1 <@exam.test:a@other.test>... Relaying denied");
        assertThat(host.log(9))
                .anyMatch(line -> line.endsWith(": ruleset=check_rcpt, arg1=<x@other.test>,"
                        + " relay=client2.good.test [127.0.0.2], reject=550 5.7.1 <x@other.test>... Relaying denied"));
    }

    @Test
    void aClientWithoutANameIsToldSo() throws Exception {
        assertThat(answers("127.0.0.3", "MAIL FROM:<a@good.test>", "RCPT TO:<x@other.test>"))
                .last()
                .isEqualTo("550 5.7.1 <x@other.test>... Relaying denied. IP name lookup failed [127.0.0.3]");
    }

    @Test
    void theAccessDatabaseDecidesByAddressAndSender() throws Exception {
        assertThat(answers("127.0.0.7", "MAIL FROM:<a@good.test>", "RCPT TO:<root@exam.test>"))
                .last()
                .isEqualTo("550 5.7.1 <root@exam.test>... Access denied");
        assertThat(answers("127.0.0.8", "MAIL FROM:<a@good.test>", "RCPT TO:<x@other.test>"))
                .last()
                .isEqualTo("250 2.1.5 <x@other.test>... Recipient ok");
        assertThat(answers("127.0.0.2", "MAIL FROM:<a@bad.test>", "RCPT TO:<root@exam.test>"))
                .last()
                .isEqualTo("550 5.7.1 <root@exam.test>... Access denied");
        assertThat(answers("127.0.0.2", "MAIL FROM:<t@good.test>", "RCPT TO:<root@exam.test>"))
                .last()
                .isEqualTo("450 4.2.1 <root@exam.test>... later");
        assertThat(host.events.stream()
                        .filter(RulesetEvent.class::isInstance)
                        .map(RulesetEvent.class::cast)
                        .flatMap(event -> event.entry().stream()))
                .contains(
                        new DecidingEntry("access", "Connect:127.0.0.7"),
                        new DecidingEntry("access", "From:bad.test"),
                        new DecidingEntry("access", "From:t@good.test"));
        assertThat(answers("127.0.0.2", "MAIL FROM:<a@nothere.test>", "RCPT TO:<root@exam.test>"))
                .last()
                .isEqualTo("553 5.1.8 <root@exam.test>... Domain of sender address a@nothere.test does not exist");
    }

    @Test
    void filesProgramsAndListsAreNeverNamedFromOutside() throws Exception {
        assertThat(answers(
                        "127.0.0.2",
                        "MAIL FROM:<a@good.test>",
                        "RCPT TO:</etc/passwd@exam.test>",
                        "RCPT TO:<|prog>",
                        "RCPT TO:<\"|prog\"@exam.test>",
                        "RCPT TO:<:include:/x>"))
                .containsExactly(
                        "250 2.1.0 <a@good.test>... Sender ok",
                        "550 5.7.1 </etc/passwd@exam.test>... Cannot mail directly to files",
                        "550 5.7.1 <|prog>... Cannot mail directly to programs",
                        "550 5.7.1 <\"|prog\"@exam.test>... Cannot mail directly to programs",
                        "550 5.7.1 <:include:/x>... Cannot mail directly to :include:s");
    }

    @Test
    void addressesThatAreNoneAreRefusedInSendmailsWords() throws Exception {
        assertThat(answers(
                        "127.0.0.1",
                        "MAIL FROM:<a@good.test",
                        "MAIL FROM:<a@@good.test>",
                        "MAIL FROM:<a@good..test>",
                        "MAIL FROM:<\"\">",
                        "MAIL FROM:<@>",
                        "MAIL FROM:<a@good.test>",
                        "RCPT TO:<x@other..test>",
                        "RCPT TO:<@exam.test>",
                        "RCPT TO:<root@>",
                        "RCPT TO:<>"))
                .containsExactly(
                        "553 5.0.0 <a@good.test... Unbalanced '<'",
                        "553 5.1.3 <a@@good.test>... Invalid route address",
                        "553 5.1.2 <a@good..test>... Invalid host name",
                        "553 5.1.3 <\"\">... User address required",
                        "553 5.1.3 <@>... List:; syntax illegal for recipient addresses",
                        "250 2.1.0 <a@good.test>... Sender ok",
                        "553 5.1.2 <x@other..test>... Invalid host name",
                        "553 5.1.3 <@exam.test>... User address required",
                        "553 5.1.3 <root@>... Hostname required",
                        "553 5.0.0 <>... User address required");
    }

    @Test
    void queriesAreAnsweredAsByTheRealProgram() throws Exception {
        assertThat(answers(
                        "127.0.0.1",
                        "VRFY root",
                        "VRFY nosuch",
                        "VRFY staff",
                        "VRFY x@other.test",
                        "EXPN loop1",
                        "ETRN other.test",
                        "ETRN #nosuch"))
                .containsExactly(
                        "250 2.1.5 root <root@mx.exam.test>",
                        "550 5.1.1 nosuch... User unknown",
                        "250 2.1.5 <staff@mx.exam.test>",
                        "252 2.1.5 <x@other.test>",
                        "554 5.4.6 aliasing/forwarding loop broken",
                        "250 2.0.0 Queuing for node other.test started",
                        "459 4.5.4 Queue nosuch unknown");
    }

    @Test
    void theHeaderIsWhatTheConfigurationSays() throws Exception {
        int before = host.queue.messages().size();
        answers(
                "127.0.0.2",
                "MAIL FROM:<a@good.test>",
                "RCPT TO:<root@exam.test>",
                "DATA",
                "To: x\r\nBcc: y\r\nSubject: z\r\n\r\nbody\r\n.");
        Envelope envelope = host.queue.messages().get(before).envelope();
        assertThat(envelope.header().stream().map(HeaderField::name))
                .containsExactly("Return-Path", "Received", "Date", "From", "Message-Id", "To", "Bcc", "Subject");
        assertThat(envelope.header().get(1).value())
                .matches(" from client\\.test \\(client2\\.good\\.test \\[127\\.0\\.0\\.2\\]\\)\n"
                        + "\tby mx\\.exam\\.test \\(8\\.17\\.1\\.9/[^)]*\\) with ESMTP id " + envelope.id() + "\n"
                        + "\tfor <root@exam\\.test>; \\w{3}, \\d{1,2} \\w{3} \\d{4} [0-9:]{8} GMT");
        assertThat(envelope.header().get(3)).isEqualTo(new HeaderField("From", " a@good.test", "F"));
        assertThat(envelope.macros())
                .containsEntry("_", "client2.good.test [127.0.0.2]")
                .containsEntry("s", "client.test")
                .containsEntry("r", "ESMTP");
    }

    @Test
    void discardedMailIsNotStored() throws Exception {
        assertThat(answers(
                        "127.0.0.2",
                        "MAIL FROM:<gone@good.test>",
                        "RCPT TO:<root@exam.test>",
                        "DATA",
                        "Subject: into the void\r\n\r\nbody\r\n."))
                .last()
                .asString()
                .endsWith("Message accepted for delivery");
        assertThat(host.queue.messages())
                .noneMatch(message -> message.envelope().sender().equals("<gone@good.test>"));
    }
}
