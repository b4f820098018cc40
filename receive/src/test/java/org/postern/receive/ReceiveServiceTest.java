package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postern.mail.EnhancedStatus;
import org.postern.mail.Envelope;
import org.postern.mail.HeaderField;
import org.postern.queue.DeliveryStart;
import org.postern.queue.QueueException;
import org.postern.queue.QueueSelection;

/// The receiving side over real sockets, with rules that the test writes.
class ReceiveServiceTest {
    private static final EnhancedStatus DENIED = new EnhancedStatus(5, 7, 1);

    private static ReceiveLimits limits(int sessions, int perClient) {
        return new ReceiveLimits(
                sessions,
                perClient,
                0,
                Duration.ofSeconds(60),
                1000,
                Duration.ofHours(1),
                Duration.ofHours(1),
                64,
                Duration.ZERO,
                1 << 20);
    }

    @Test
    void takesAMessageIntoTheQueueBeforeItSaysSo() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = new SmtpTalk(harness.address())) {
            assertThat(talk.reply()).isEqualTo("220 mx.exam.test ESMTP Sendmail ready; Sun, 22 Nov 2026 10:02:44 GMT");
            assertThat(talk.ask("EHLO client.test"))
                    .startsWith("250-mx.exam.test Hello localhost [127.0.0.1], pleased");
            assertThat(talk.ask("MAIL FROM:<a@good.test> SIZE=10 ENVID=e1 RET=HDRS"))
                    .isEqualTo("250 2.1.0 <a@good.test>... Sender ok");
            assertThat(talk.ask("RCPT TO:<bob@exam.test> NOTIFY=SUCCESS"))
                    .isEqualTo("250 2.1.5 <bob@exam.test>... Recipient ok");
            assertThat(talk.ask("DATA")).startsWith("354 ");
            assertThat(talk.ask("Subject: hello\r\n\r\n..one\r\ntwo\r\n."))
                    .isEqualTo("250 2.0.0 test000000 Message accepted for delivery");

            RecordingQueue.Message message = harness.queue.messages().getFirst();
            assertThat(message.body()).isEqualTo(".one\ntwo\n");
            Envelope envelope = message.envelope();
            assertThat(envelope.sender()).isEqualTo("<a@good.test>");
            assertThat(envelope.recipients().getFirst().address()).isEqualTo("<bob@exam.test>");
            assertThat(envelope.envelopeId()).contains("e1");
            assertThat(envelope.macros()).containsEntry("r", "ESMTP").containsEntry("s", "client.test");
            assertThat(envelope.header())
                    .containsExactly(
                            new HeaderField(
                                    "Received",
                                    " from client.test by mx.exam.test id test000000 for <bob@exam.test>; Sun, 22 Nov 2026"
                                            + " 10:02:44 GMT"),
                            new HeaderField("Date", " Sun, 22 Nov 2026 10:02:44 GMT", "D"),
                            new HeaderField("From", " a@good.test", "F"),
                            new HeaderField("Message-Id", " <202611221002.test000000@mx.exam.test>", "M"),
                            new HeaderField("Return-Path", " <" + HeaderField.MACRO_REFERENCE + "g>", "P"),
                            new HeaderField("Subject", " hello"));
            assertThat(talk.ask("QUIT")).isEqualTo("221 2.0.0 mx.exam.test closing connection");
            assertThat(talk.closed()).isTrue();
            assertThat(harness.log(9))
                    .contains("test000000: from=<a@good.test>, size=25, class=0, nrcpts=1,"
                            + " msgid=<202611221002.test000000@mx.exam.test>, proto=ESMTP, daemon=MTA,"
                            + " relay=localhost [127.0.0.1]");
        }
    }

    @Test
    void fieldsThatTheMessageHasAreNotAdded() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            talk.send("MAIL FROM:<>\r\nRCPT TO:<alice>\r\nRCPT TO:<bob>\r\nDATA\r\n");
            for (int i = 0; i < 4; i++) {
                talk.reply();
            }
            talk.ask("date: then\r\nFROM: me\r\nPrecedence: bulk\r\nmessage-id:\r\n <1@x>\r\n\r\n.");
            Envelope envelope = harness.queue.messages().getFirst().envelope();
            assertThat(envelope.header().stream().map(HeaderField::name))
                    .containsExactly("Received", "Return-Path", "date", "FROM", "Precedence", "message-id");
            assertThat(envelope.priority()).isEqualTo(57 + 60 * 1800 + 2 * 30_000);
            assertThat(harness.awaitLog("from=<>")).contains("class=-60, nrcpts=2, msgid=<1@x>, proto=SMTP");
        }
    }

    @Test
    void commandsInOnePieceAreAnsweredInOrder() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            talk.ask("EHLO client.test");
            talk.send("MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\nRCPT TO:<nosuch@exam.test>\r\nDATA\r\n");
            assertThat(talk.reply()).isEqualTo("250 2.1.0 <a@good.test>... Sender ok");
            assertThat(talk.reply()).isEqualTo("250 2.1.5 <bob@exam.test>... Recipient ok");
            assertThat(talk.reply()).isEqualTo("550 5.1.1 <nosuch@exam.test>... User unknown");
            assertThat(talk.reply()).startsWith("354 ");
            assertThat(talk.ask(".")).startsWith("250 2.0.0 test000000 Message accepted");
            assertThat(harness.awaitLog("User unknown")).isEqualTo("test000000: <nosuch@exam.test>... User unknown");
        }
    }

    @Test
    void manyMessagesOnOneConnectionEachHaveTheirOwnMacros() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            String body = "x".repeat(998) + "\r\n";
            for (int i = 0; i < 20; i++) {
                talk.send("MAIL FROM:<a" + i + "@good.test>\r\nRCPT TO:<bob@exam.test>\r\nDATA\r\n");
                talk.reply();
                talk.reply();
                talk.reply();
                assertThat(talk.ask("Subject: " + i + "\r\n\r\n" + body.repeat(1 + i * 4) + "."))
                        .isEqualTo("250 2.0.0 test00000" + i + " Message accepted for delivery");
            }
            for (int i = 0; i < 20; i++) {
                RecordingQueue.Message message = harness.queue.messages().get(i);
                assertThat(message.body()).hasSize(999 * (1 + i * 4));
                assertThat(message.envelope().sender()).isEqualTo("<a" + i + "@good.test>");
                assertThat(message.envelope().header().get(2).value()).isEqualTo(" a" + i + "@good.test");
            }
            assertThat(harness.queue.open()).isZero();
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothingBehind() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start()) {
            try (SmtpTalk talk = harness.talk()) {
                talk.send("MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\nDATA\r\n");
                talk.reply();
                talk.reply();
                talk.reply();
                talk.send("Subject: half\r\n\r\nhalf");
            }
            harness.awaitLog("unexpected close");
            assertThat(harness.service().stop(Duration.ofSeconds(10))).isTrue();
            assertThat(harness.queue.messages()).isEmpty();
            assertThat(harness.queue.open()).isZero();
        }
    }

    @Test
    @DisplayName("DOS-13: a full disk is said at once and the session goes on")
    void noSpaceIsSaidAtOnceAndTheSessionGoesOn() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            harness.queue.fail(RecordingQueue.Failure.AT_START, QueueException.Kind.DISK_FULL);
            assertThat(talk.ask("MAIL FROM:<a@good.test>"))
                    .isEqualTo("452 4.4.5 Insufficient disk space; try again later");
            harness.queue.fail(RecordingQueue.Failure.AT_WRITE, QueueException.Kind.DISK_FULL);
            assertThat(send(talk)).isEqualTo("452 4.4.5 Insufficient disk space; try again later");
            harness.queue.fail(RecordingQueue.Failure.AT_COMMIT, QueueException.Kind.DISK_FULL);
            assertThat(send(talk)).isEqualTo("452 4.4.5 Insufficient disk space; try again later");
            harness.queue.fail(RecordingQueue.Failure.AT_COMMIT, QueueException.Kind.STORAGE);
            assertThat(send(talk)).startsWith("451 4.3.0 ");
            assertThat(harness.queue.messages()).isEmpty();
            assertThat(harness.queue.open()).isZero();
            harness.queue.fail(RecordingQueue.Failure.NONE, QueueException.Kind.STORAGE);
            assertThat(send(talk)).startsWith("250 2.0.0 ");
            assertThat(harness.log(0)).anyMatch(line -> line.contains("low on space"));
        }
    }

    /// DeliveryMode, of the daemon and of one port.
    @Test
    void clientsWaitForTheAttemptWhereTheirDaemonSays() throws Exception {
        for (String mode : List.of("interactive", "background", "queueonly", "defer")) {
            boolean waits = mode.equals("interactive");
            String other = waits ? "q" : "i";
            try (ReceiveHarness harness = new ReceiveHarness(
                                    "O DeliveryMode=" + mode,
                                    "O DaemonPortOptions=Name=own, Addr=127.0.0.1, Port=0, DeliveryMode=" + other)
                            .start();
                    SmtpTalk first = harness.talk();
                    SmtpTalk second = new SmtpTalk(harness.service().addresses().getLast())) {
                second.reply();
                send(first);
                send(second);
                assertThat(harness.queue.deliveries())
                        .containsExactly(
                                waits ? DeliveryStart.AWAITED : DeliveryStart.USUAL,
                                waits ? DeliveryStart.USUAL : DeliveryStart.AWAITED);
            }
        }
    }

    /// The line about the message comes before those about its delivery, and the answer after them.
    @Test
    void aClientOfAnInteractiveDaemonWaitsForTheAttempt() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("O DeliveryMode=i").start();
                SmtpTalk talk = harness.talk()) {
            List<String> loggedBefore = new CopyOnWriteArrayList<>();
            harness.queue.whenAwaited(() -> loggedBefore.addAll(harness.log(9)));
            assertThat(send(talk)).startsWith("250 2.0.0 ");
            assertThat(loggedBefore).anyMatch(line -> line.contains("from=<a@good.test>"));

            harness.queue.fail(RecordingQueue.Failure.AT_ATTEMPT, QueueException.Kind.STORAGE);
            assertThat(send(talk)).startsWith("451 4.3.0 ");
        }
    }

    private static String send(SmtpTalk talk) throws Exception {
        talk.send("MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\nDATA\r\n");
        talk.reply();
        talk.reply();
        talk.reply();
        return talk.ask("Subject: x\r\n\r\nbody\r\n.");
    }

    @Test
    void anOversizedMessageIsRefusedTwice() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("O MaxMessageSize=2000").start();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("EHLO c")).contains("SIZE 2000");
            assertThat(talk.ask("MAIL FROM:<a@good.test> SIZE=2001"))
                    .isEqualTo("552 5.2.3 Message size exceeds fixed maximum message size (2000)");
            talk.send("MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\nDATA\r\n");
            talk.reply();
            talk.reply();
            talk.reply();
            assertThat(talk.ask("\r\n" + ("x".repeat(98) + "\r\n").repeat(30) + "."))
                    .isEqualTo("552 5.2.3 Message exceeds maximum fixed size (2000)");
            assertThat(harness.queue.messages()).isEmpty();
        }
    }

    @Test
    void tooManyRecipientsAreRefusedOneByOne() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("O MaxRecipientsPerMessage=2").start();
                SmtpTalk talk = harness.talk()) {
            talk.ask("MAIL FROM:<a@good.test>");
            talk.ask("RCPT TO:<bob>");
            talk.ask("RCPT TO:<alice>");
            assertThat(talk.ask("RCPT TO:<bob>")).isEqualTo("452 4.5.3 Too many recipients");
            assertThat(talk.ask("DATA")).startsWith("354 ");
        }
    }

    @Test
    void aClientThatTalksBeforeItsTurnIsNotServed() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness()) {
            CountDownLatch sent = new CountDownLatch(1);
            harness.rules.answering("greet_pause", "100");
            harness.pausesUntil(sent).start();
            try (SmtpTalk talk = new SmtpTalk(harness.address()).send("EHLO eager\r\n")) {
                sent.countDown();
                assertThat(talk.reply()).isEqualTo("554 mx.exam.test ESMTP not accepting messages");
                talk.reply();
                assertThat(talk.ask("MAIL FROM:<a@good.test>")).isEqualTo("550 5.0.0 Command rejected");
            }
        }
    }

    @Test
    void textAfterDataInTheSamePieceEndsTheSession() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            talk.send("MAIL FROM:<a@good.test>\r\nRCPT TO:<bob@exam.test>\r\nDATA\r\nSubject: x\r\n\r\n.\r\n");
            talk.reply();
            talk.reply();
            assertThat(talk.reply()).isEqualTo("554 5.5.0 SMTP protocol error");
            assertThat(talk.closed()).isTrue();
            assertThat(harness.queue.messages()).isEmpty();
        }
    }

    @Test
    void delaysOfTheSessionAreWaitedFor() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("O BadRcptThrottle=1").start();
                SmtpTalk talk = harness.talk()) {
            talk.ask("MAIL FROM:<a@good.test>");
            talk.ask("RCPT TO:<nobody@exam.test>");
            assertThat(talk.ask("RCPT TO:<bob@exam.test>")).startsWith("250 ");
            assertThat(harness.pauses).containsExactly(1000L);
        }
    }

    @Test
    void oneClientHitsItsOwnBoundFirst() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().limits(limits(10, 2)).start();
                SmtpTalk one = harness.talk();
                SmtpTalk two = harness.talk();
                SmtpTalk three = new SmtpTalk(harness.address())) {
            assertThat(three.reply()).isEqualTo("421 4.3.2 Too many open connections.");
            assertThat(one.ask("NOOP")).startsWith("250 ");
            assertThat(two.ask("NOOP")).startsWith("250 ");
            ReceiveFigures figures = harness.service().figures();
            assertThat(figures.sessions()).isEqualTo(2);
            assertThat(figures.accepted()).isEqualTo(2);
            assertThat(figures.refused()).isEqualTo(1);
            assertThat(figures.replies(220)).isEqualTo(2);
            assertThat(figures.replies()).containsEntry(new ReplyKind(250, "2.0.0", "NOOP"), 2L);
            assertThat(figures.times()).containsKeys("name", "connect", "noop");
        }
    }

    @Test
    void aboveTheBoundOnAllSessionsNewOnesAreTurnedAway() throws Exception {
        try (ReceiveHarness harness =
                        new ReceiveHarness().limits(limits(1, 1000)).start();
                SmtpTalk one = harness.talk();
                SmtpTalk two = new SmtpTalk(harness.address())) {
            assertThat(two.reply()).startsWith("421 4.3.2 mx.exam.test Too many connections");
            assertThat(one.ask("NOOP")).startsWith("250 ");
            assertThat(harness.awaitLog("rejecting connections"))
                    .isEqualTo("rejecting connections on daemon MTA: 1 children, max 1");
        }
    }

    @Test
    void aSilentClientIsSentAway() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("NOOP")).startsWith("250 ");
            harness.clock.leap(Duration.ofHours(2));
            assertThat(talk.reply()).isEqualTo("421 4.4.1 mx.exam.test Lost input channel from localhost [127.0.0.1]");
            assertThat(talk.closed()).isTrue();
        }
    }

    @Test
    void stoppingSaysSoToIdleSessions() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            talk.ask("NOOP");
            InetSocketAddress address = harness.address();
            assertThat(harness.service().stop(Duration.ofSeconds(10))).isTrue();
            assertThat(talk.reply()).isEqualTo("421 4.3.0 mx.exam.test closing connection");
            assertThatThrownBy(() -> new SmtpTalk(address)).isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void etrnStartsAQueueRun() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            assertThat(talk.ask("ETRN far.test")).isEqualTo("250 2.0.0 Queuing for node far.test started");
            assertThat(harness.queue.runs())
                    .containsExactly(new QueueSelection(
                            List.of(new QueueSelection.Condition(QueueSelection.Part.RECIPIENT, "@far.test", false))));
        }
    }

    @Test
    void aPortInUseIsReportedInSendmailsWords() throws Exception {
        try (ReceiveHarness first = new ReceiveHarness().start()) {
            int port = first.address().getPort();
            try (ReceiveHarness second =
                    new ReceiveHarness("O DaemonPortOptions=Name=Other, Addr=127.0.0.1, Port=" + port)) {
                assertThatThrownBy(second::start)
                        .isInstanceOf(ListenException.class)
                        .hasMessage("opendaemonsocket: daemon Other: cannot bind: Address already in use");
                assertThat(second.log(0))
                        .containsExactly("NOQUEUE: SYSERR(root): opendaemonsocket: daemon Other: cannot bind:"
                                + " Address already in use");
            }
        }
    }

    @Test
    void anUnknownServiceNameIsNotAskedOfAnybody() {
        try (ReceiveHarness harness = new ReceiveHarness("O DaemonPortOptions=Name=X, Port=gopherish")) {
            assertThatThrownBy(harness::start).hasMessageContaining("service name unknown");
        }
    }

    @Test
    void aBugEndsOneSessionOnly() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.rules.on("check_mail", (arguments, macros) -> {
                throw new IllegalStateException("planted");
            });
            harness.start();
            try (SmtpTalk talk = harness.talk();
                    SmtpTalk other = harness.talk()) {
                talk.send("MAIL FROM:<a@good.test>\r\n");
                assertThat(talk.closed()).isTrue();
                assertThat(harness.awaitLog("planted")).contains("ended by java.lang.IllegalStateException at ");
                assertThat(other.ask("NOOP")).startsWith("250 ");
                assertThat(harness.queue.open()).isZero();
            }
        }
    }

    @Test
    @DisplayName("DOS-12: a full stack or heap ends one session only")
    void dos12AFullStackEndsOneSessionOnly() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.rules.on("check_mail", (arguments, macros) -> {
                if (arguments.toString().contains("deep")) {
                    throw new StackOverflowError();
                }
                throw new OutOfMemoryError("planted");
            });
            harness.start();
            try (SmtpTalk deep = harness.talk();
                    SmtpTalk large = harness.talk();
                    SmtpTalk other = harness.talk()) {
                deep.send("MAIL FROM:<deep@good.test>\r\n");
                assertThat(deep.closed()).isTrue();
                large.send("MAIL FROM:<large@good.test>\r\n");
                assertThat(large.closed()).isTrue();
                assertThat(harness.awaitLog("StackOverflowError")).contains("ended by java.lang.StackOverflowError");
                assertThat(other.ask("NOOP")).startsWith("250 ");
                assertThat(harness.queue.open()).isZero();
            }
        }
    }

    @Test
    void connectionsAreRefusedByCheckRelayBeforeAnythingElse() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness()) {
            harness.names("");
            harness.rules.on("check_relay", (arguments, macros) -> ScriptedRules.reject(550, DENIED, "Access denied"));
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                assertThat(talk.ask("EHLO c"))
                        .isEqualTo("250-mx.exam.test Hello localhost [127.0.0.1], pleased to meet you\n"
                                + "250 ENHANCEDSTATUSCODES");
                assertThat(talk.ask("MAIL FROM:<a@good.test>")).isEqualTo("550 5.7.1 Access denied");
                assertThat(harness.log(9))
                        .contains("ruleset=check_relay, arg1=localhost, arg2=127.0.0.1,"
                                + " relay=localhost [127.0.0.1], reject=550 5.7.1 Access denied");
            }
        }
    }

    @Test
    void aClientThatSaysVerbHearsWhatBecomesOfItsMessage() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness("O DeliveryMode=q")) {
            harness.service().followDeliveries(id -> new ToldOnce("<bob@exam.test>... Sent in " + id.value()));
            harness.start();
            try (SmtpTalk talk = harness.talk()) {
                assertThat(send(talk)).startsWith("250 2.0.0 test000000 ");
                assertThat(talk.ask("VERB")).isEqualTo("250 2.0.0 Verbose mode");
                assertThat(send(talk)).isEqualTo("050 <bob@exam.test>... Sent in test000001");
                assertThat(talk.reply()).startsWith("250 2.0.0 test000001 ");
                assertThat(harness.queue.messages().stream()
                                .map(one -> one.envelope().macros().getOrDefault("deliveryMode", "-")))
                        .containsExactly("-", "i");
            }
        }
    }

    /// One line of news, and the attempt is over.
    private static final class ToldOnce implements DeliveryFollower.Following {
        private Optional<String> line;

        ToldOnce(String line) {
            this.line = Optional.of(line);
        }

        @Override
        public Optional<String> next(Duration patience) {
            Optional<String> told = line;
            line = Optional.empty();
            return told;
        }

        @Override
        public boolean over() {
            return line.isEmpty();
        }

        @Override
        public void close() {}
    }

    @Test
    @DisplayName("DOS-12: answers that nobody reads do not pile up")
    void dos12LongAnswersToManyCommandsInOnePieceComeInOrder() throws Exception {
        try (ReceiveHarness harness = new ReceiveHarness().start();
                SmtpTalk talk = harness.talk()) {
            talk.send("HELP\r\nNOOP\r\n".repeat(9) + "EXPN staff\r\n" + "HELP\r\n".repeat(2000));
            for (int i = 0; i < 9; i++) {
                assertThat(talk.reply()).startsWith("502 5.3.0 ");
                assertThat(talk.reply()).startsWith("250 2.0.0 OK");
            }
            assertThat(talk.reply()).contains("2.1.5 ");
            for (int i = 0; i < 2000; i++) {
                assertThat(talk.reply()).startsWith("502 5.3.0 ");
            }
            assertThat(talk.ask("NOOP")).startsWith("250 ");
        }
    }

    @Test
    void aPortHasADeliveryModeOfItsOwn() throws Exception {
        try (ReceiveHarness harness =
                new ReceiveHarness("O DaemonPortOptions=Name=Slow, Addr=127.0.0.1, Port=0, DeliveryMode=q")) {
            harness.rules.on(
                    "check_mail",
                    (arguments, macros) -> ScriptedRules.reject(
                            550, DENIED, "mode " + macros.macro("deliveryMode").orElse("")));
            harness.start();
            List<InetSocketAddress> addresses = harness.service().addresses();
            for (int i = 0; i < 2; i++) {
                try (SmtpTalk talk = new SmtpTalk(addresses.get(i))) {
                    talk.reply();
                    assertThat(talk.ask("MAIL FROM:<a@good.test>")).endsWith("mode " + (i == 0 ? "b" : "q"));
                }
            }
        }
    }
}
