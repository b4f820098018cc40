package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;
import org.postern.mail.BodyType;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;

/// The client against scripted servers. Expected commands and texts are those of the real program.
class ClientSessionTest {
    private static final String HOST = "m3.d.test.";

    /// Runs a session against a list of replies; each read gets the next element. `CLOSE` closes, `TIMEOUT` times
    /// out.
    private static final class Run {
        final List<String> sent = new ArrayList<>();
        final List<ClientPhase> waited = new ArrayList<>();
        Optional<ClientStep.Finished> finished = Optional.empty();
        boolean closed;
        final ArrayDeque<String> replies = new ArrayDeque<>();
        final ClientSession session;

        Run(ClientSettings settings, String... replies) {
            session = new ClientSession(settings);
            this.replies.addAll(Arrays.asList(replies));
        }

        Run send(OutgoingMessage message, String... more) {
            replies.addAll(Arrays.asList(more));
            session.send(message);
            return go();
        }

        Run go() {
            while (true) {
                switch (session.next()) {
                    case ClientStep.Send(String text) -> sent.add(text);
                    case ClientStep.NeedReply(ClientPhase phase) -> answer(phase);
                    case ClientStep.SendBody(OutgoingMessage message, boolean chunked, boolean _) -> {
                        if (chunked) {
                            int before = (int) (message.size() / 65536);
                            sent.add("CHUNKS " + (before + 1));
                            session.chunksSent(before);
                        } else {
                            sent.add("BODY");
                            session.bodySent();
                        }
                    }
                    case ClientStep.StartTls(), ClientStep.StartLayer() ->
                        throw new AssertionError("the policy wants neither");
                    case ClientStep.Finished done -> finished = Optional.of(done);
                    case ClientStep.Idle() -> {
                        return this;
                    }
                    case ClientStep.Close() -> {
                        closed = true;
                        return this;
                    }
                }
            }
        }

        private void answer(ClientPhase phase) {
            waited.add(phase);
            String reply = replies.remove();
            switch (reply) {
                case "CLOSE" -> session.connectionLost();
                case "TIMEOUT" -> session.timedOut();
                default -> {
                    byte[] bytes = Ascii.bytes(reply);
                    session.input(bytes, 0, bytes.length);
                }
            }
        }

        List<DeliveryOutcome> outcomes() {
            return finished.orElseThrow().results().stream()
                    .map(RecipientResult::outcome)
                    .toList();
        }

        DeliveryOutcome outcome() {
            return outcomes().getFirst();
        }
    }

    private static ClientSettings smtp(ClientSettings.Mode... modes) {
        return new ClientSettings("mx.exam.test", "mx.exam.test", HOST, Set.of(modes), 100);
    }

    private static OutgoingMessage to(String... recipients) {
        return OutgoingMessage.of(
                "x@exam.test",
                Arrays.stream(recipients).map(OutgoingRecipient::of).toList(),
                20);
    }

    @Test
    void fallsBackToHeloAndSendsStepByStep() {
        Run run = new Run(
                        smtp(),
                        "220 sink ESMTP\r\n",
                        "500 5.5.1 what\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "250 2.0.0 stored\r\n")
                .send(to("u@old.d.test"));
        assertThat(run.sent)
                .containsExactly(
                        "EHLO mx.exam.test\r\n",
                        "HELO mx.exam.test\r\n",
                        "MAIL From:<x@exam.test>\r\n",
                        "RCPT To:<u@old.d.test>\r\n",
                        "DATA\r\n",
                        "BODY");
        assertThat(run.outcome())
                .isEqualTo(new DeliveryOutcome.Relayed(
                        new EnhancedStatus(2, 0, 0), "Sent (2.0.0 stored)", Optional.of("250 2.0.0 stored"), false));
        assertThat(run.waited)
                .containsExactly(
                        ClientPhase.INITIAL,
                        ClientPhase.HELO,
                        ClientPhase.HELO,
                        ClientPhase.MAIL,
                        ClientPhase.RCPT,
                        ClientPhase.DATA_INIT,
                        ClientPhase.DATA_FINAL);
    }

    @Test
    void sendsHeloToAServerThatDoesNotSayEsmtp() {
        Run run = new Run(smtp(), "220 old server\r\n", "250 hi\r\n", "550 5.7.1 no\r\n").send(to("u@d.test"));
        assertThat(run.sent).startsWith("HELO mx.exam.test\r\n");
        assertThat(run.outcome())
                .isEqualTo(new DeliveryOutcome.Failed(
                        new EnhancedStatus(5, 7, 1), "Service unavailable", Optional.of("550 5.7.1 no")));
    }

    private static final String EHLO =
            "250-sink\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250-DSN\r\n250 ENHANCEDSTATUSCODES\r\n";

    private static final String CHUNKING = "250-sink\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 DSN\r\n";

    private static OutgoingMessage of(long size, String... recipients) {
        return OutgoingMessage.of(
                "x@exam.test",
                Arrays.stream(recipients).map(OutgoingRecipient::of).toList(),
                size);
    }

    /// Flag `I`: as the real program, which goes on whatever the answer is, and passes over what it is told then.
    @Test
    void saysVerbToAnotherSendmailOnce() {
        Run run = new Run(
                        smtp(ClientSettings.Mode.SAYS_VERB),
                        "220 console ESMTP\r\n",
                        EHLO,
                        "500 5.5.1 what\r\n",
                        "250 ok\r\n250 ok\r\n354 go\r\n",
                        "050 hello there\r\n250 2.0.0 taken\r\n")
                .send(to("u@d.test"));
        assertThat(run.sent)
                .containsExactly(
                        "EHLO mx.exam.test\r\n",
                        "VERB\r\n",
                        "MAIL From:<x@exam.test> SIZE=20\r\nRCPT To:<u@d.test>\r\nDATA\r\n",
                        "BODY");
        assertThat(run.waited).startsWith(ClientPhase.INITIAL, ClientPhase.HELO, ClientPhase.MISC);
        assertThat(run.outcome().statusText()).isEqualTo("Sent (taken)");
        run.send(to("v@d.test"), "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n", "250 2.0.0 taken\r\n");
        assertThat(run.sent).filteredOn("VERB\r\n"::equals).hasSize(1);

        Run gone = new Run(smtp(ClientSettings.Mode.SAYS_VERB), "220 console\r\n", "250 console\r\n", "421 go away\r\n")
                .send(to("u@d.test"));
        assertThat(gone.outcome()).isInstanceOf(DeliveryOutcome.Deferred.class);
        assertThat(gone.sent).containsExactly("HELO mx.exam.test\r\n", "VERB\r\n");
    }

    @Test
    void sendsNothingOfAMessageBeforeARecipientIsTaken() {
        Run run = new Run(
                        smtp(ClientSettings.Mode.CHUNKING),
                        "220 sink ESMTP\r\n",
                        CHUNKING,
                        "250 ok\r\n250 ok\r\n550 5.1.1 no\r\n",
                        "250 2.0.0 stored\r\n")
                .send(to("u@d.test", "v@d.test"));
        assertThat(run.sent)
                .containsExactly(
                        "EHLO mx.exam.test\r\n",
                        "MAIL From:<x@exam.test>\r\nRCPT To:<u@d.test>\r\nRCPT To:<v@d.test>\r\n",
                        "CHUNKS 1");
        assertThat(run.outcomes().stream().map(DeliveryOutcome::statusText))
                .containsExactly("Sent (2.0.0 stored)", "User unknown");
        assertThat(run.waited.getLast()).isEqualTo(ClientPhase.DATA_FINAL);
        Run refused = new Run(
                        smtp(ClientSettings.Mode.CHUNKING),
                        "220 sink ESMTP\r\n",
                        CHUNKING,
                        "550 5.7.1 not you\r\n503 5.5.1 need mail\r\n")
                .send(to("u@d.test"));
        assertThat(refused.sent.getLast()).startsWith("MAIL");
        assertThat(refused.outcome().status()).isEqualTo(new EnhancedStatus(5, 7, 1));
        assertThat(refused.finished.orElseThrow().usable()).isTrue();
    }

    @Test
    void sendsALargeMessageInChunksToRecipientsThatWereTaken() {
        Run run = new Run(
                        smtp(ClientSettings.Mode.CHUNKING),
                        "220 sink ESMTP\r\n",
                        CHUNKING,
                        "250 ok\r\n250 ok\r\n",
                        "250 ok\r\n552 5.3.4 too much\r\n503 5.5.1 what\r\n")
                .send(of(140_000, "u@d.test"));
        assertThat(run.sent)
                .containsExactly(
                        "EHLO mx.exam.test\r\n", "MAIL From:<x@exam.test>\r\nRCPT To:<u@d.test>\r\n", "CHUNKS 3");
        assertThat(run.outcome().status()).isEqualTo(new EnhancedStatus(5, 3, 4));
        Run nobody = new Run(
                        smtp(ClientSettings.Mode.CHUNKING),
                        "220 sink ESMTP\r\n",
                        CHUNKING,
                        "250 ok\r\n550 5.1.1 no\r\n")
                .send(of(140_000, "u@d.test"));
        assertThat(nobody.sent.getLast()).startsWith("MAIL");
        assertThat(nobody.finished.orElseThrow().usable()).isTrue();
    }

    @Test
    void waitsForTheAnswersOfLmtpAndOfServersWithoutPipelining() {
        for (ClientSettings.Mode mode : List.of(ClientSettings.Mode.LMTP, ClientSettings.Mode.NO_PIPELINING)) {
            Run run = new Run(
                            smtp(mode, ClientSettings.Mode.CHUNKING),
                            "220 sink ESMTP\r\n",
                            CHUNKING,
                            "250 ok\r\n",
                            "250 ok\r\n",
                            "550 5.1.1 no\r\n",
                            "250 2.0.0 stored\r\n")
                    .send(to("u@d.test", "v@d.test"));
            assertThat(run.sent.getLast()).isEqualTo("CHUNKS 1");
            assertThat(run.outcomes().stream().map(outcome -> outcome.status().kind()))
                    .containsExactly(2, 5);
        }
    }

    @Test
    void sendsTheWholeEnvelopeInOneWrite() {
        Run run = new Run(
                        smtp(),
                        "220 sink ESMTP\r\n",
                        EHLO,
                        "250 ok\r\n250 ok\r\n550 5.1.1 no\r\n",
                        "354 go\r\n",
                        "250 2.0.0 stored\r\n")
                .send(to("v@m1.d.test", "u@m1.d.test"));
        assertThat(run.sent)
                .containsExactly(
                        "EHLO mx.exam.test\r\n",
                        "MAIL From:<x@exam.test> SIZE=20\r\nRCPT To:<v@m1.d.test>\r\nRCPT To:<u@m1.d.test>\r\nDATA\r\n",
                        "BODY");
        assertThat(run.outcomes())
                .containsExactly(
                        new DeliveryOutcome.Relayed(
                                new EnhancedStatus(2, 0, 0), "Sent (stored)", Optional.of("250 2.0.0 stored"), true),
                        new DeliveryOutcome.Failed(
                                new EnhancedStatus(5, 1, 1), "User unknown", Optional.of("550 5.1.1 no")));
        assertThat(run.finished.orElseThrow().usable()).isTrue();
    }

    @Test
    void reusesAConnectionAfterRset() {
        Run run = new Run(smtp(), "220 sink ESMTP\r\n", EHLO, "250 a\r\n250 b\r\n354 c\r\n250 d\r\n")
                .send(to("u@d.test"));
        run.sent.clear();
        run.send(to("w@d.test"), "250 r\r\n250 a\r\n250 b\r\n354 c\r\n", "250 2.0.0 again\r\n");
        assertThat(run.sent)
                .containsExactly("RSET\r\nMAIL From:<x@exam.test> SIZE=20\r\nRCPT To:<w@d.test>\r\nDATA\r\n", "BODY");
        assertThat(run.outcome().statusText()).isEqualTo("Sent (again)");
        run.session.quit();
        run.replies.add("221 bye\r\n");
        assertThat(run.go().closed).isTrue();
        assertThat(run.sent).endsWith("QUIT\r\n");
    }

    @Test
    void saysWhenAnOldConnectionWasDead() {
        Run run = new Run(smtp(), "220 sink ESMTP\r\n", EHLO, "250 a\r\n250 b\r\n354 c\r\n250 d\r\n")
                .send(to("u@d.test"));
        run.send(to("w@d.test"), "CLOSE");
        assertThat(run.finished.orElseThrow().stale()).isTrue();
        assertThat(run.outcome().statusText()).isEqualTo("Deferred: Connection reset by m3.d.test.");
    }

    /// What a server says unasked answers nothing that is sent later.
    @Test
    void takesNoAnswerBeforeItsQuestion() {
        Run run = new Run(smtp(), "220 sink ESMTP\r\n", EHLO, "250 a\r\n250 b\r\n354 c\r\n")
                .send(to("u@d.test"), "250 d\r\n250 e\r\n250 f\r\n250 g\r\n354 h\r\n250 i\r\n25");
        run.send(to("w@d.test"), "250 r\r\n550 5.7.1 no\r\n503 x\r\n503 y\r\n");
        assertThat(run.outcome().statusText()).isEqualTo("Service unavailable");
    }

    @Test
    void endsAnUnwantedDataWithALoneDot() {
        Run run = new Run(
                        smtp(),
                        "220 sink ESMTP\r\n",
                        EHLO,
                        "250 ok\r\n550 5.1.1 no\r\n450 4.2.1 later\r\n354 go\r\n",
                        "250 stored nothing\r\n")
                .send(to("v@d.test", "u@d.test"));
        assertThat(run.sent).endsWith(".\r\n").doesNotContain("BODY");
        assertThat(run.outcomes().getFirst()).isInstanceOf(DeliveryOutcome.Failed.class);
        assertThat(run.outcomes().getLast())
                .isEqualTo(new DeliveryOutcome.Deferred(
                        new EnhancedStatus(4, 2, 1), "Deferred: 450 4.2.1 later", Optional.of("450 4.2.1 later")));
        assertThat(run.finished.orElseThrow().results().getLast().mayTryNextHost())
                .isTrue();
    }

    @Test
    void sortsGreetings() {
        Run refused = new Run(smtp(), "554 no thanks\r\n").send(to("u@d.test"));
        assertThat(refused.outcome())
                .isEqualTo(new DeliveryOutcome.Failed(
                        new EnhancedStatus(5, 5, 0), "Service unavailable", Optional.of("554 no thanks")));
        assertThat(refused.sent).isEmpty();
        assertThat(refused.finished.orElseThrow().results().getFirst().mayTryNextHost())
                .isTrue();
        Run later = new Run(smtp(), "421 4.3.2 go away\r\n").send(to("u@d.test"));
        assertThat(later.outcome())
                .isEqualTo(new DeliveryOutcome.Deferred(
                        new EnhancedStatus(4, 5, 0), "Deferred: 421 4.3.2 go away", Optional.of("421 4.3.2 go away")));
        assertThat(later.closed).isTrue();
    }

    @Test
    void refusesToTalkToItself() {
        Run run = new Run(smtp(), "220 mx.exam.test ESMTP\r\n", "250 mx.exam.test Hello\r\n", "221 bye\r\n")
                .send(to("u@d.test"));
        assertThat(run.outcome().status()).isEqualTo(new EnhancedStatus(5, 3, 5));
        assertThat(run.outcome().statusText()).isEqualTo("Local configuration error");
        assertThat(run.outcome().remoteReply())
                .hasValueSatisfying(reply -> assertThat(reply)
                        .startsWith("553 5.3.5 ")
                        .endsWith(" config error: mail loops back to me (MX problem?)"));
        assertThat(run.sent).endsWith("QUIT\r\n");
    }

    /// Attack statement STATE-09: each reply belongs to its own command, and 421 defers the rest.
    @Test
    @DisplayName("STATE-09: each reply belongs to its own command, and 421 defers the rest")
    void attachesEachReplyToItsRecipient() {
        Run run = new Run(
                        smtp(),
                        "220 sink ESMTP\r\n",
                        EHLO,
                        "250 ok\r\n250 ok\r\n551 5.1.6 moved\r\n452 4.2.2 full\r\n421 4.3.2 bye\r\n")
                .send(to("a@d", "b@d", "c@d", "d@d", "e@d"));
        assertThat(run.outcomes().stream().map(DeliveryOutcome::statusText))
                .containsExactly(
                        "Deferred: 421 4.3.2 bye",
                        "User unknown",
                        "Deferred: 452 4.2.2 full",
                        "Deferred: 421 4.3.2 bye",
                        "Deferred: 421 4.3.2 bye");
        assertThat(run.closed).isTrue();
    }

    @Test
    void speaksLmtp() {
        Run run = new Run(
                        smtp(ClientSettings.Mode.LMTP),
                        "220 lm\r\n",
                        "250-lm\r\n250 PIPELINING\r\n",
                        "250 ok\r\n250 ok\r\n550 5.1.1 no\r\n250 ok\r\n354 go\r\n",
                        "250 2.1.5 here\r\n452 4.2.2 full\r\n")
                .send(to("d@lm", "c@lm", "b@lm"));
        assertThat(run.sent.getFirst()).isEqualTo("LHLO mx.exam.test\r\n");
        assertThat(run.outcomes())
                .containsExactly(
                        new DeliveryOutcome.Delivered(
                                new EnhancedStatus(2, 1, 5), "Sent", Optional.of("250 2.1.5 here")),
                        new DeliveryOutcome.Failed(
                                new EnhancedStatus(5, 1, 1), "User unknown", Optional.of("550 5.1.1 no")),
                        new DeliveryOutcome.Deferred(
                                new EnhancedStatus(4, 2, 2),
                                "Deferred: 452 4.2.2 full",
                                Optional.of("452 4.2.2 full")));
    }

    @Test
    void passesDsnParametersOn() {
        OutgoingMessage message = new OutgoingMessage(
                "x@exam.test",
                List.of(new OutgoingRecipient(
                        "u@m1.d.test",
                        Optional.of(Set.of(RcptParameters.Notify.FAILURE, RcptParameters.Notify.SUCCESS)),
                        Optional.of("rfc822;o@d.test"))),
                18,
                BodyType.EIGHT_BIT_MIME,
                true,
                Optional.of("envid1"),
                Optional.of(ReturnContent.HDRS),
                Optional.of("<>"),
                Optional.empty(),
                OutgoingMessage.International.NO);
        Run run = new Run(smtp(), "220 sink ESMTP\r\n", EHLO, "250 a\r\n250 b\r\n451 c\r\n").send(message);
        assertThat(run.sent.getLast())
                .isEqualTo(String.join(
                        "\r\n",
                        "MAIL From:<x@exam.test> SIZE=18 BODY=8BITMIME ENVID=envid1 RET=HDRS",
                        "RCPT To:<u@m1.d.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;o@d.test",
                        "DATA",
                        ""));
        assertThat(run.outcome().statusText()).isEqualTo("Deferred: 451 c");
        assertThat(run.finished.orElseThrow().results().getFirst().mayTryNextHost())
                .isFalse();
    }

    @Test
    void defersWhenNothingComes() {
        Run run = new Run(smtp(), "220 x ESMTP\r\n", "hello there\r\n", "TIMEOUT").send(to("u@d.test"));
        assertThat(run.outcome())
                .isEqualTo(new DeliveryOutcome.Deferred(
                        new EnhancedStatus(4, 4, 2),
                        "Deferred: Connection timed out with m3.d.test.",
                        Optional.empty()));
    }

    /// Attack statement PARSE-12: what is no reply is a temporary failure.
    @Test
    @DisplayName("PARSE-12: what is no reply is a temporary failure")
    void takesNonsenseAsATemporaryFailure() {
        for (String nonsense : List.of(
                "999 what\r\n",
                "x".repeat(5000),
                "250-" + "y".repeat(100) + "\r\n250-x",
                "2x0 ok\r\n",
                "25\r\n",
                "2500 ok\r\n",
                " 250 ok\r\n",
                "\r\n",
                "250-a\r\n550 b\r\n")) {
            Run run = new Run(smtp(), "220 x ESMTP\r\n", nonsense, "CLOSE").send(to("u@d.test"));
            assertThat(run.outcome()).isInstanceOf(DeliveryOutcome.Deferred.class);
        }
    }

    @Test
    void limitsWhatIsOnTheWay() {
        ClientSettings settings = new ClientSettings("me", "me", HOST, Set.of(), 2);
        Run run = new Run(
                        settings,
                        "220 x ESMTP\r\n",
                        "250-x\r\n250 PIPELINING\r\n",
                        "250 a\r\n550 b\r\n",
                        "550 c\r\n550 d\r\n")
                .send(to("a@d", "b@d", "c@d"));
        assertThat(run.sent)
                .containsExactly(
                        "EHLO me\r\n",
                        "MAIL From:<x@exam.test>\r\nRCPT To:<a@d>\r\n",
                        "RCPT To:<b@d>\r\nRCPT To:<c@d>\r\n");
        assertThat(run.outcomes()).allMatch(outcome -> outcome.statusText().equals("User unknown"));
    }

    @Test
    @DisplayName("PARSE-12: replies without text, or with nothing but an enhanced code, count as what they say")
    void parse12RepliesWithoutText() {
        for (String yes : List.of("250\r\n", "250 \r\n", "250 2.1.0\r\n", "250-\r\n250\r\n", "250 2.1.0 ok\n")) {
            Run run = new Run(smtp(), "220\r\n", "250\r\n", yes, "250\r\n", "354\r\n", "250\r\n").send(to("u@d.test"));
            assertThat(run.outcome()).as(yes).isInstanceOf(DeliveryOutcome.Relayed.class);
        }
        for (String no : List.of("550\r\n", "550 5.7.2\r\n", "550-\r\n550 5.7.2\r\n")) {
            Run run = new Run(smtp(), "220\r\n", "250\r\n", "250\r\n", no).send(to("u@d.test"));
            assertThat(run.outcome())
                    .as(no)
                    .isInstanceOfSatisfying(
                            DeliveryOutcome.Failed.class,
                            failed -> assertThat(failed.statusText()).isNotBlank());
        }
    }
}
