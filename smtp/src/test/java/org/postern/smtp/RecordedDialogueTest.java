package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptRunner;
import org.postern.testkit.TranscriptVariables;

/// Dialogues recorded from the real program (8.17 of Debian, MaxMessageSize 100000, daemon flag A, no certificate),
/// played against the session in memory.
class RecordedDialogueTest {
    /// A help file that has nothing about what the recordings ask for.
    private static final class EmptyHelp implements HelpTexts {
        @Override
        public boolean available() {
            return true;
        }

        @Override
        public Optional<List<String>> lines(String topic) {
            return Optional.empty();
        }
    }

    static Stream<String> names() {
        return Stream.of(
                "barecr",
                "barelf",
                "barelf2",
                "data",
                "hello",
                "hello2",
                "hello3",
                "hello4",
                "http",
                "http2",
                "http3",
                "huge",
                "hugeheader",
                "longline2",
                "longline3",
                "odd",
                "parameters",
                "pipeline",
                "questions",
                "sequence",
                "unknown");
    }

    @ParameterizedTest
    @MethodSource("names")
    void answersAsTheRealProgram(String name) throws IOException {
        Dialogue dialogue = new Dialogue();
        dialogue.limits = SessionLimits.DEFAULT.withMaxMessageSize(100_000);
        dialogue.help = new EmptyHelp();
        dialogue.features = dialogue.features.with(ServerFeature.CHUNKING, false);
        new TranscriptRunner(TranscriptVariables.standard()).run(read(name), new SessionPeer(dialogue));
    }

    private static Transcript read(String name) throws IOException {
        try (InputStream in = RecordedDialogueTest.class.getResourceAsStream("recorded/" + name + ".transcript")) {
            assertThat(in).as("recorded dialogue " + name).isNotNull();
            return Transcript.parse(name, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }
}
