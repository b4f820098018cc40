package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;
import org.postern.smtp.TrafficLines;

/// The lines are those that the real `sendmail -t -X` writes for the same input.
class RecordedInputTest {
    private final List<String> lines = new ArrayList<>();
    private final TrafficLines traffic =
            new TrafficLines((_, direction, text) -> lines.add(direction.sign() + " " + text), 1);

    @Test
    void theLineWithTheDotIsTheLast() throws IOException {
        UntilDot input = new UntilDot(new ByteArrayInputStream(Ascii.bytes("To: bob\n\n..x\n.\nmore\n")));
        try (RecordedInput recorded = new RecordedInput(input, input::endedByDot, traffic)) {
            assertThat(Ascii.text(recorded.readAllBytes())).isEqualTo("To: bob\n\n..x\n");
            assertThat(recorded.read()).isEqualTo(-1);
        }
        assertThat(lines).containsExactly("<<< To: bob", "<<< ", "<<< ..x", "<<< .");
    }

    @Test
    void aLineWithoutItsEndIsMarked() throws IOException {
        ByteArrayInputStream input = new ByteArrayInputStream(Ascii.bytes("To: bob\n\nend"));
        try (RecordedInput recorded = new RecordedInput(input, () -> false, traffic)) {
            assertThat(recorded.readAllBytes()).hasSize(12);
        }
        assertThat(lines).containsExactly("<<< To: bob", "<<< ", "<<< end[EOF]");
    }
}
