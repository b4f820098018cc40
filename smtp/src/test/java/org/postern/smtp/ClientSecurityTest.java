package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;

/// STARTTLS and AUTH of the client: what is sent when, and what is forgotten.
final class ClientSecurityTest {
    private static final String HELLO =
            "250-sink.test\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 AUTH PLAIN CRAM-MD5\r\n";
    private static final String INSIDE = "250-sink.test\r\n250 AUTH CRAM-MD5 PLAIN\r\n";
    private static final String[] REST = {"250 ok\r\n", "250 ok\r\n", "354 go\r\n", "250 stored\r\n"};

    private static ClientPolicy.Refusal refusal(String text) {
        return new ClientPolicy.Refusal(
                new DeliveryOutcome.Deferred(new EnhancedStatus(4, 7, 0), "Deferred: " + text, Optional.empty()), text);
    }

    /// Plays the owner of a session: answers from a list, a handshake that works or not.
    private static final class Play implements ClientPolicy {
        final List<String> told = new ArrayList<>();
        final Deque<String> replies = new ArrayDeque<>();
        final Deque<ClientExchange> exchanges = new ArrayDeque<>();
        final ClientSession session;
        boolean tls = true;
        boolean handshake = true;
        Set<Tls> refused = Set.of();
        Set<String> refusedRecipients = Set.of();
        Optional<ClientStep.Finished> finished = Optional.empty();

        Play(String... replies) {
            this.replies.addAll(Arrays.asList(replies));
            session = new ClientSession(ClientSettings.smtp("mx.exam.test", "sink.test."), this);
        }

        @Override
        public boolean wantsTls() {
            return tls;
        }

        @Override
        public Optional<Refusal> judgeServer(Tls state) {
            told.add("judge " + state);
            return refused.contains(state) ? Optional.of(refusal("454 4.7.0 not you")) : Optional.empty();
        }

        @Override
        public Optional<Refusal> judgeRecipient(OutgoingRecipient recipient) {
            return refusedRecipients.contains(recipient.address())
                    ? Optional.of(refusal("403 4.7.0 too weak"))
                    : Optional.empty();
        }

        @Override
        public boolean namesAuthor(boolean authenticated) {
            return true;
        }

        @Override
        public Attempt authenticate(List<PeerText> offered) {
            told.add("offered " + offered.stream().map(PeerText::forLog).toList());
            ClientExchange next = exchanges.poll();
            return next == null ? new Attempt.Without() : new Attempt.Use(next);
        }

        Play send(String... recipients) {
            session.send(OutgoingMessage.of(
                    "x@exam.test",
                    Arrays.stream(recipients).map(OutgoingRecipient::of).toList(),
                    20));
            while (finished.isEmpty()) {
                switch (session.next()) {
                    case ClientStep.Send(String text) -> told.addAll(Arrays.asList(text.split("\r\n", -1)));
                    case ClientStep.NeedReply _ -> answer();
                    case ClientStep.SendBody _ -> session.bodySent();
                    case ClientStep.StartTls() -> {
                        told.add("handshake");
                        if (handshake) {
                            session.tlsStarted();
                        } else {
                            session.tlsFailed();
                        }
                    }
                    case ClientStep.StartLayer() -> {
                        told.add("layer");
                        session.layerStarted();
                    }
                    case ClientStep.Finished done -> finished = Optional.of(done);
                    case ClientStep.Idle(), ClientStep.Close() -> throw new AssertionError("without a result");
                }
            }
            told.removeIf(String::isEmpty);
            return this;
        }

        private void answer() {
            byte[] bytes = Ascii.bytes(replies.remove());
            session.input(bytes, 0, bytes.length);
        }

        List<String> outcomes() {
            return finished.orElseThrow().results().stream()
                    .map(result -> result.outcome().statusText())
                    .toList();
        }
    }

    /// An exchange with fixed answers.
    private record Fixed(String mechanism, Optional<byte[]> initialResponse, Optional<byte[]> answer, Result succeeded)
            implements ClientExchange {
        @Override
        public Optional<byte[]> respond(byte[] challenge) {
            return answer;
        }

        @Override
        public void deferred() {}

        static Fixed plain() {
            return new Fixed("PLAIN", Optional.of(Ascii.bytes("\0a\0b")), Optional.empty(), Result.AUTHENTICATED);
        }

        static Fixed talking(Result result) {
            return new Fixed("CRAM-MD5", Optional.empty(), Optional.of(Ascii.bytes("me")), result);
        }
    }

    private static String[] replies(String... first) {
        List<String> all = new ArrayList<>(List.of("220 sink ESMTP\r\n"));
        all.addAll(Arrays.asList(first));
        all.addAll(Arrays.asList(REST));
        return all.toArray(String[]::new);
    }

    @Test
    void encryptsFirstAndForgetsWhatWasOfferedInClear() {
        Play play = new Play(replies(HELLO, "220 go\r\n", INSIDE)).send("u@a.test");
        assertThat(play.told)
                .containsExactly(
                        "EHLO mx.exam.test",
                        "STARTTLS",
                        "handshake",
                        "judge ACTIVE",
                        "EHLO mx.exam.test",
                        "offered [CRAM-MD5, PLAIN]",
                        "MAIL From:<x@exam.test>",
                        "RCPT To:<u@a.test>",
                        "DATA");
        assertThat(play.outcomes()).containsExactly("Sent (stored)");
    }

    /// TLS-02: answers that come with 220 are not read inside of TLS.
    @Test
    void whatComesWithTheAnswerToStarttlsEndsTheConnection() {
        // Recorded: sendmail throws such bytes away. An attacker put them there.
        Play play = new Play("220 sink ESMTP\r\n", HELLO, "220 go\r\n250-x\r\n250 AUTH PLAIN\r\n").send("u@a.test");
        assertThat(play.told).doesNotContain("handshake").contains("judge SOFTWARE");
        assertThat(play.outcomes()).containsExactly("Deferred: 403 4.7.0 server not authenticated.");
        assertThat(play.finished.orElseThrow().usable()).isFalse();
    }

    /// TLS-03: STARTTLS that is refused.
    @ParameterizedTest
    @CsvSource({"454 4.3.3 no, TEMP", "554 5.3.3 no, NONE", "354 what, PROTOCOL", "250 go, PROTOCOL"})
    void goesOnInClearWhereThePolicyAllows(String answer, ClientPolicy.Tls state) {
        Play open = new Play(replies(HELLO, answer + "\r\n")).send("u@a.test");
        assertThat(open.told).contains("STARTTLS", "judge " + state, "MAIL From:<x@exam.test>");
        Play strict = new Play("220 sink ESMTP\r\n", HELLO, answer + "\r\n");
        strict.refused = Set.of(state);
        strict.send("u@a.test");
        assertThat(strict.told.getLast()).isEqualTo("judge " + state);
        assertThat(strict.outcomes()).containsExactly("Deferred: 454 4.7.0 not you");
        assertThat(strict.finished.orElseThrow().results().getFirst().mayTryNextHost())
                .isTrue();
        assertThat(strict.session.next()).isEqualTo(new ClientStep.Send("QUIT\r\n"));
    }

    @Test
    void aFailedHandshakeEndsTheConnectionEvenWhenThePolicyAllows() {
        Play play = new Play("220 sink ESMTP\r\n", HELLO, "220 go\r\n");
        play.handshake = false;
        play.send("u@a.test");
        assertThat(play.outcomes()).containsExactly("Deferred: 403 4.7.0 server not authenticated.");
        assertThat(play.session.next()).isEqualTo(new ClientStep.Close());
    }

    @Test
    void aServerThatIsRefusedAfterTheHandshakeGetsNoMoreThanQuit() {
        Play play = new Play("220 sink ESMTP\r\n", HELLO, "220 go\r\n");
        play.refused = Set.of(ClientPolicy.Tls.ACTIVE);
        play.send("u@a.test", "v@a.test");
        assertThat(play.outcomes()).containsOnly("Deferred: 454 4.7.0 not you").hasSize(2);
        assertThat(play.session.next()).isEqualTo(new ClientStep.Send("QUIT\r\n"));
        assertThat(play.session.remarks()).contains(new SessionRemark.Trouble("454 4.7.0 not you"));
    }

    @Test
    void aRefusedRecipientIsNotNamed() {
        Play play = new Play(replies("250 sink.test\r\n"));
        play.refusedRecipients = Set.of("v@a.test");
        play.send("u@a.test", "v@a.test");
        assertThat(play.told).contains("RCPT To:<u@a.test>").doesNotContain("RCPT To:<v@a.test>");
        assertThat(play.outcomes()).containsExactly("Sent (stored)", "Deferred: 403 4.7.0 too weak");
        Play nobody = new Play("220 sink ESMTP\r\n", "250 sink.test\r\n");
        nobody.refusedRecipients = Set.of("v@a.test");
        nobody.send("v@a.test");
        assertThat(nobody.told).noneMatch(line -> line.startsWith("MAIL"));
        assertThat(nobody.finished.orElseThrow().usable()).isTrue();
    }

    @Test
    void triesOneMechanismAfterTheOtherAndGoesOnWithout() {
        Play play = new Play(replies(INSIDE, "334 PDEyMz4=\r\n", "535 5.7.8 bad\r\n", "535 5.7.8 bad\r\n"));
        play.exchanges.add(Fixed.talking(ClientExchange.Result.AUTHENTICATED));
        play.exchanges.add(Fixed.plain());
        play.send("u@a.test");
        assertThat(play.told)
                .containsSubsequence("AUTH CRAM-MD5", "bWU=", "AUTH PLAIN AGEAYg==", "MAIL From:<x@exam.test>");
        assertThat(play.session.remarks().toString())
                .contains("AUTH PLAIN")
                .doesNotContain("AGEAYg")
                .doesNotContain("bWU=");
    }

    @Test
    void aLayerMeansEhloAgainAndNoSecondAuth() {
        Play play = new Play(replies(INSIDE, "235 ok\r\n", INSIDE));
        play.exchanges.add(
                new Fixed("PLAIN", Optional.of(new byte[0]), Optional.empty(), ClientExchange.Result.LAYERED));
        play.send("u@a.test");
        assertThat(play.told)
                .containsSubsequence("AUTH PLAIN =", "layer", "EHLO mx.exam.test", "MAIL From:<x@exam.test>");
        assertThat(play.told.stream().filter(line -> line.startsWith("offered")))
                .hasSize(1);
    }

    @Test
    void temporaryTroubleAndAServerWithoutProofAreDeferred() {
        Play busy = new Play("220 sink ESMTP\r\n", INSIDE, "454 4.7.0 later\r\n");
        busy.exchanges.add(Fixed.plain());
        assertThat(busy.send("u@a.test").outcomes()).containsExactly("Deferred: Temporary AUTH failure");
        Play impostor = new Play("220 sink ESMTP\r\n", INSIDE, "235 of course\r\n");
        impostor.exchanges.add(Fixed.talking(ClientExchange.Result.NOT_PROVED));
        assertThat(impostor.send("u@a.test").outcomes()).containsExactly("Deferred: Temporary AUTH failure");
        assertThat(impostor.session.next()).isEqualTo(new ClientStep.Send("QUIT\r\n"));
    }

    @Test
    void anImpossibleChallengeIsCancelled() {
        Play play = new Play(replies(INSIDE, "334 ###\r\n", "501 cancelled\r\n"));
        play.exchanges.add(Fixed.talking(ClientExchange.Result.AUTHENTICATED));
        play.send("u@a.test");
        assertThat(play.told).containsSubsequence("AUTH CRAM-MD5", "*", "MAIL From:<x@exam.test>");
        Play stubborn = new Play("220 sink ESMTP\r\n", INSIDE, "334 ###\r\n", "334 ###\r\n");
        stubborn.exchanges.add(Fixed.talking(ClientExchange.Result.AUTHENTICATED));
        assertThat(stubborn.send("u@a.test").outcomes()).containsExactly("Deferred: Temporary AUTH failure");
    }

    @Test
    void aLongFirstResponseWaitsForTheServer() {
        byte[] ticket = new byte[900];
        Play play = new Play(replies(INSIDE, "334 \r\n", "235 ok\r\n"));
        play.exchanges.add(
                new Fixed("GSSAPI", Optional.of(ticket), Optional.empty(), ClientExchange.Result.AUTHENTICATED));
        play.send("u@a.test");
        int at = play.told.indexOf("AUTH GSSAPI");
        assertThat(play.told.get(at + 1)).hasSize(1200);
    }

    @Test
    void theSwitchIsTheOwnersAndOnlyWhenAsked() {
        ClientSession session = new ClientSession(ClientSettings.smtp("mx.exam.test", "sink.test."));
        assertThatThrownBy(session::tlsStarted).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::layerStarted).isInstanceOf(IllegalStateException.class);
    }
}
