package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptRunnerTest {
    private static final String SESSION = """
            # a session
            S: 220 ${hostname} ready; ${date}
            C: NOOP
            BYTES NO\\x4fP\\r\\n
            S: 250 ok
            S~ 250 .*
            CLOSE
            """;

    private final TranscriptRunner runner = new TranscriptRunner(TranscriptVariables.standard());

    @Test
    void acceptsWhatTheTranscriptSays() {
        ScriptedPeer peer = new ScriptedPeer(
                "220 mx.exam.test ready; Wed, 25 Nov 2026 18:00:00 GMT\r", "\n250 ok\r\n250", " also\r\n", "");
        runner.run(Transcript.parse("t", SESSION), peer);

        assertThat(peer.sent()).containsExactly("NOOP\r\nNOOP\r\n");
    }

    @Test
    void namesTheFirstDifferenceWithTheDialogue() {
        Transcript transcript = Transcript.parse("group/name", SESSION);
        ScriptedPeer wrong = new ScriptedPeer("220 mx.exam.test ready; Wed, 25 Nov 2026 18:00:00 GMT\r\n500 what\r\n");

        assertThatThrownBy(() -> runner.run(transcript, wrong))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("group/name:5: the server sent: 500 what")
                .hasMessageContaining("expected: S: 250 ok")
                .hasMessageContaining("  C: NOOP");
        assertThatThrownBy(() -> runner.run(transcript, new ScriptedPeer("220 other ready; now\r\n")))
                .hasMessageContaining("group/name:2:");
        assertThatThrownBy(() -> runner.run(transcript, new ScriptedPeer("")))
                .hasMessageContaining("the server closed after: \"\"");
        assertThatThrownBy(() -> runner.run(transcript, new ScriptedPeer()))
                .hasMessageContaining("the server is silent (no more in the script)");
    }

    @Test
    void refusesMoreThanTheTranscriptSays() {
        Transcript transcript = Transcript.parse("t", "S: 220 hi\nCLOSE\n");

        assertThatCode(() -> runner.run(transcript, new ScriptedPeer("220 hi\r\n", "")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> runner.run(transcript, new ScriptedPeer("220 hi\r\n221 more\r\n", "")))
                .hasMessageContaining("the server sent more: 221 more");
        assertThatThrownBy(() -> runner.run(transcript, new ScriptedPeer("220 hi\r\n")))
                .hasMessageContaining("the server did not close");
    }

    @Test
    void readsAndWritesTheSameText() {
        String text = SESSION + "# more\n\nTLS\nREPEAT 3 ab\\\\\\n\nC:\nS:\nHANGUP\n";
        Transcript transcript = Transcript.parse("t", text);

        assertThat(transcript.text()).isEqualTo(text);
        assertThat(transcript.lines())
                .contains(
                        new Transcript.Send("REPEAT 3 ab\\\\\\n", "ab\\\nab\\\nab\\\n"),
                        new Transcript.Send("C:", "\r\n"));
    }

    @Test
    void refusesWhatIsNotTheFormat() {
        for (String wrong :
                List.of("X: a", "C:a", "S~a", "BYTES \\q", "BYTES \\x1", "BYTES \\xzz", "REPEAT x a", "close")) {
            assertThatThrownBy(() -> Transcript.parse("t", "# one\n" + wrong + "\nCLOSE\n"))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("t:2: ");
        }
        assertThatThrownBy(() -> Transcript.parse("t", "C: QUIT\n")).hasMessageContaining("CLOSE or HANGUP");
    }
}
