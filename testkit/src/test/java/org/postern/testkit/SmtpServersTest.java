package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.testkit.ScriptedSmtpPeer.Script;

class SmtpServersTest {
    private static final TranscriptRunner RUNNER = new TranscriptRunner(TranscriptVariables.standard());
    private static final int LIMIT_MILLIS = 20_000;

    @Test
    void sinkKeepsMessagesUpToItsLimit() {
        Transcript two = Transcript.parse("two", """
                S~ 220 .*
                C: EHLO x
                S~ 250-.*
                S~ 250-.*
                S~ 250-.*
                S~ 250-.*
                S~ 250-.*
                S: 250 SIZE
                C: MAIL FROM:<a@b> SIZE=3
                C: RCPT TO:<c@d>
                C: RCPT TO:<e@f>
                C: DATA
                S~ 250 .*
                S~ 250 .*
                S~ 250 .*
                S~ 354 .*
                C: ..x
                C: .
                S~ 250 .*
                C: MAIL FROM:<>
                C: RCPT TO:<g@h>
                C: DATA
                S~ 250 .*
                S~ 250 .*
                S~ 354 .*
                C: .
                C: QUIT
                S~ 250 .*
                S~ 221 .*
                CLOSE
                """);
        try (SmtpSink sink = SmtpSink.start(1)) {
            RUNNER.run(two, SocketPeer.connect(sink.address(), LIMIT_MILLIS));

            assertThat(sink.await(2, 20))
                    .containsExactly(new SmtpSink.Message("<a@b> SIZE=3", List.of("<c@d>", "<e@f>"), ".x\r\n"));
            assertThat(sink.count()).isEqualTo(2);
            assertThat(sink.connections()).isOne();
            assertThatThrownBy(() -> sink.await(3, 0)).hasMessageContaining("only 2 of 3 messages");
        }
    }

    @Test
    void scriptedPeerDoesWhatItsScriptsSay() {
        Script first = Script.begin()
                .sayInPieces("220 slow")
                .await("HELO .*")
                .sayRaw("250 half")
                .sayRaw(" and half\r\n")
                .await("DATA")
                .awaitMessage()
                .say("250-a", "250 b");
        try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.start(
                first,
                Script.begin().say("421 no").awaitClose(),
                Script.begin().say("220 x").await("QUIT").reset())) {
            RUNNER.run(Transcript.parse("first", """
                            S: 220 slow
                            C: helo x
                            S: 250 half and half
                            C: DATA
                            C: text
                            C: .
                            S: 250-a
                            S: 250 b
                            CLOSE
                            """), SocketPeer.connect(peer.address(), LIMIT_MILLIS));
            RUNNER.run(
                    Transcript.parse("second", "S: 421 no\nHANGUP\n"),
                    SocketPeer.connect(peer.address(), LIMIT_MILLIS));
            RUNNER.run(
                    Transcript.parse("third", "S: 220 x\nC: QUIT\nCLOSE\n"),
                    SocketPeer.connect(peer.address(), LIMIT_MILLIS));

            assertThat(peer.messages()).containsExactly("text\r\n");
            assertThat(peer.problems()).isEmpty();
        }
    }

    @Test
    void scriptedPeerTellsWhatTheClientDidWrong() {
        try (ScriptedSmtpPeer peer =
                ScriptedSmtpPeer.start(Script.begin().say("220 x").await("EHLO .*"))) {
            RUNNER.run(
                    Transcript.parse("wrong", "S: 220 x\nC: FOO\nCLOSE\n"),
                    SocketPeer.connect(peer.address(), LIMIT_MILLIS));

            assertThat(peer.problems()).containsExactly("connection 0: expected EHLO .* but was: FOO");
        }
    }

    @Test
    void clockMovesOnlyForward() {
        FakeClock clock = new FakeClock();
        long nanos = clock.nanoTime();
        clock.advance(Duration.ofMillis(1500));

        assertThat(clock.epochMillis()).isEqualTo(FakeClock.BEGIN.toEpochMilli() + 1500);
        assertThat(clock.nanoTime() - nanos).isEqualTo(1_500_000_000L);
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
