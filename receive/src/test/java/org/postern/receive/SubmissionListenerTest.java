package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.Envelope;
import org.postern.mail.HeaderField;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;

/// Local submission: who calls is what the kernel says.
class SubmissionListenerTest {
    private static final Accounts ACCOUNTS = Accounts.system();

    private static String me() {
        return ACCOUNTS.byUid(ProcessIdentity.effectiveUserId())
                .found()
                .map(org.postern.os.Account::name)
                .orElseThrow();
    }

    private static ReceiveHarness listening(Path socket, String... lines) throws ListenException {
        ReceiveHarness harness = new ReceiveHarness(lines);
        harness.service().listenForLocalUsers(socket, ACCOUNTS);
        harness.service().start();
        return harness;
    }

    @Test
    void theKernelNamesTheCaller(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("submit");
        try (ReceiveHarness harness = listening(socket);
                SmtpTalk talk = new SmtpTalk(UnixDomainSocketAddress.of(socket))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw-rw-");
            talk.reply();
            talk.ask("MAIL FROM:<" + me() + ">");
            talk.ask("RCPT TO:<x@far.test>");
            talk.ask("DATA");
            assertThat(talk.ask("Subject: x\r\n\r\n.")).startsWith("250 2.0.0 test000000 ");
            Envelope envelope = harness.queue.messages().getFirst().envelope();
            assertThat(envelope.macros())
                    .containsEntry("_", me() + "@localhost")
                    .containsEntry("daemon_flags", "c u")
                    .doesNotContainKeys("r", "s");
            assertThat(harness.awaitLog("from="))
                    .startsWith("test000000: from=<" + me() + ">, size=12, class=0, nrcpts=1, msgid=")
                    .endsWith(", relay=" + me() + "@localhost")
                    .doesNotContain("daemon=")
                    .doesNotContain("proto=");
        }
    }

    @Test
    void aCommandSaysHowItsMessageCame(@TempDir Path folder) throws Exception {
        assertThat(macrosAfter(folder.resolve("a"), new StatedCall("UUCP", "far.test", true, "", false)))
                .containsEntry("r", "UUCP")
                .containsEntry("s", "far.test")
                .containsEntry("_", me() + "@localhost")
                .containsEntry("daemon_flags", "CC f");
        assertThat(macrosAfter(
                        folder.resolve("b"),
                        StatedCall.of(java.util.Optional.empty(), false, java.util.Optional.empty())))
                .containsEntry("daemon_flags", "c u")
                .doesNotContainKeys("r", "s");
        assertThat(macrosAfter(
                        folder.resolve("c"),
                        StatedCall.of(java.util.Optional.of("X:a (b)<c>"), false, java.util.Optional.empty())))
                .containsEntry("r", "X")
                .containsEntry("s", "abc");
        assertThat(macrosAfter(folder.resolve("d"), new StatedCall("X\r\nY", "", false, "", false)))
                .doesNotContainKeys("r", "s");
    }

    /// `-od`: the command's mode counts in place of the daemon's, for its messages alone.
    @Test
    void aCommandSaysWhenItsMessageIsDelivered(@TempDir Path folder) throws Exception {
        assertThat(modesAfter(folder.resolve("a"), "b", "")).isEqualTo("USUAL ");
        assertThat(modesAfter(folder.resolve("b"), "b", "q")).isEqualTo("USUAL q");
        assertThat(modesAfter(folder.resolve("c"), "b", "d")).isEqualTo("USUAL d");
        assertThat(modesAfter(folder.resolve("d"), "b", "i")).isEqualTo("AWAITED ");
        assertThat(modesAfter(folder.resolve("e"), "q", "b")).isEqualTo("USUAL b");
        assertThat(modesAfter(folder.resolve("f"), "q", "i")).isEqualTo("AWAITED i");
        assertThat(modesAfter(folder.resolve("g"), "i", "b")).isEqualTo("USUAL b");
        assertThat(modesAfter(folder.resolve("h"), "i", "")).isEqualTo("AWAITED ");
        assertThat(modesAfter(folder.resolve("i"), "b", "x")).isEqualTo("USUAL ");
    }

    /// `-bs`: the session is the caller's own, with its EHLO, and all its messages have the mode.
    @Test
    void theSessionOfACallerHasAModeToo(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("s");
        try (ReceiveHarness harness = listening(socket);
                SmtpTalk talk = new SmtpTalk(UnixDomainSocketAddress.of(socket))) {
            talk.reply();
            talk.ask(StatedCall.ofSession("q").encode().strip());
            talk.ask("EHLO own.test");
            for (int i = 0; i < 2; i++) {
                talk.ask("MAIL FROM:<" + me() + ">");
                talk.ask("RCPT TO:<x@far.test>");
                talk.ask("DATA");
                talk.ask("Subject: x\r\n\r\n.");
            }
            assertThat(harness.queue.messages())
                    .extracting(message -> message.envelope().macros())
                    .allSatisfy(macros -> assertThat(macros)
                            .containsEntry("deliveryMode", "q")
                            .containsEntry("s", "own.test"))
                    .hasSize(2);
        }
    }

    /// What the command waits for, and the mode that its message carries along where it is not the daemon's.
    private static String modesAfter(Path socket, String daemon, String command) throws Exception {
        try (ReceiveHarness harness = listening(socket, "O DeliveryMode=" + daemon);
                SmtpTalk talk = new SmtpTalk(UnixDomainSocketAddress.of(socket))) {
            talk.reply();
            assertThat(talk.ask(new StatedCall("", "", false, command, false)
                            .encode()
                            .strip()))
                    .isEqualTo("250 2.0.0 XCALL");
            talk.ask("MAIL FROM:<" + me() + ">");
            talk.ask("RCPT TO:<x@far.test>");
            talk.ask("DATA");
            talk.ask("Subject: x\r\n\r\n.");
            return harness.queue.deliveries().getFirst() + " "
                    + harness.queue.messages().getFirst().envelope().macros().getOrDefault("deliveryMode", "");
        }
    }

    /// What a message carries along that comes after the line; its EHLO counts no more.
    private static java.util.Map<String, String> macrosAfter(Path socket, StatedCall call) throws Exception {
        try (ReceiveHarness harness = listening(socket);
                SmtpTalk talk = new SmtpTalk(UnixDomainSocketAddress.of(socket))) {
            talk.reply();
            assertThat(talk.ask(call.encode().strip())).isEqualTo("250 2.0.0 XCALL");
            assertThat(talk.ask(call.encode().strip())).startsWith("500 5.5.1 ");
            talk.ask("EHLO localhost");
            talk.ask("MAIL FROM:<" + me() + ">");
            talk.ask("RCPT TO:<x@far.test>");
            talk.ask("DATA");
            talk.ask("Subject: x\r\n\r\n.");
            return harness.queue.messages().getFirst().envelope().macros();
        }
    }

    @Test
    void aCallIsNothingThatStrangersSay() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("XCALL G UUCP far.test")).startsWith("500 5.5.1 ");
        }
    }

    @Test
    void anotherSenderIsNotedUnlessTheCallerIsTrusted(@TempDir Path folder) throws Exception {
        String warning = me() + " set sender to other@exam.test using -f";
        assertThat(warningsOf(folder.resolve("a"), "O PrivacyOptions=authwarnings", "Ctnobody-else"))
                .isEqualTo(me().equals("root") ? "" : " mx.exam.test: " + warning);
        assertThat(warningsOf(folder.resolve("b"), "O PrivacyOptions=authwarnings", "Ct" + me()))
                .isEmpty();
        assertThat(warningsOf(folder.resolve("c"))).isEmpty();
    }

    private static String warningsOf(Path socket, String... lines) throws Exception {
        try (ReceiveHarness harness = listening(socket, lines);
                SmtpTalk talk = new SmtpTalk(UnixDomainSocketAddress.of(socket))) {
            talk.reply();
            talk.ask("MAIL FROM:<other@exam.test>");
            talk.ask("RCPT TO:<x@far.test>");
            talk.ask("DATA");
            talk.ask("Subject: x\r\n\r\n.");
            return harness.queue.messages().getFirst().envelope().header().stream()
                    .filter(field -> field.name().equals("X-Authentication-Warning"))
                    .map(HeaderField::value)
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void anHonestWarningNamesTheUser() throws Exception {
        ReceiveHarness harness = new ReceiveHarness("O PrivacyOptions=authwarnings");
        ClientName local = new ClientName("127.0.0.1", ClientName.Resolve.OK, "localhost");
        Origin origin = new Origin(
                new org.postern.smtp.ClientIdentity("localhost", "127.0.0.1", false, java.util.Optional.of("alice")),
                local,
                0,
                "",
                "",
                new ClientFigures.Counts(1, 1, 1),
                java.util.Optional.of(new Origin.LocalCaller("alice", 1000, "", false)));
        SenderWarning warner =
                new SenderWarning(harness.configuration().options(), "mx.exam.test", origin, event -> {});
        var view = new org.postern.smtp.SessionView(
                origin.identity(),
                java.util.Optional.empty(),
                false,
                org.postern.smtp.SessionFeatures.defaults(java.util.Set.of()),
                false,
                java.util.Optional.empty(),
                java.util.Optional.empty());
        assertThat(warner.about(
                        view, org.postern.base.PeerText.of("<bob@exam.test>"), java.util.Optional.empty(), () -> "id"))
                .containsExactly("alice set sender to bob@exam.test using -f");
        assertThat(warner.about(view, org.postern.base.PeerText.of("<>"), java.util.Optional.empty(), () -> "id"))
                .isEmpty();
    }

    @Test
    void aSocketThatAnswersIsNotReplacedAndAStaleOneIs(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("submit");
        try (ReceiveHarness first = listening(socket)) {
            assertThat(first.service().figures().sessions()).isZero();
            try (ReceiveHarness second = new ReceiveHarness()) {
                assertThatThrownBy(() -> second.service().listenForLocalUsers(socket, ACCOUNTS))
                        .hasMessage("opendaemonsocket: daemon MSP: cannot bind: Address already in use");
            }
            assertThat(Files.exists(socket, LinkOption.NOFOLLOW_LINKS)).isTrue();
        }
        Path stale = folder.resolve("stale");
        try (var left = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(stale));
        }
        listening(stale).close();
    }

    @Test
    void aFileThatIsNoSocketIsLeftAlone(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("precious"), "data");
        try (ReceiveHarness harness = new ReceiveHarness()) {
            assertThatThrownBy(() -> harness.service().listenForLocalUsers(file, ACCOUNTS))
                    .isInstanceOf(ListenException.class);
        }
        assertThat(Files.readString(file)).isEqualTo("data");
    }
}
