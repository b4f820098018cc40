package org.postern.programs.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.queue.QueueKind;
import org.postern.queue.QueueSelection;

class ControlRequestTest {
    @Test
    void whatIsWrittenIsRead() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2000; i++) {
            ControlRequest request = random(random);
            assertThat(request.line()).doesNotContain("\n").doesNotContain("\r");
            assertThat(ControlRequest.parse(request.line())).contains(request);
        }
    }

    private static ControlRequest random(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> new ControlRequest.Ping();
            case 1 -> new ControlRequest.Figures();
            default -> {
                List<QueueSelection.Condition> conditions = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    QueueSelection.Part part = oneOf(random, QueueSelection.Part.values());
                    conditions.add(new QueueSelection.Condition(part, text(random), random.nextBoolean()));
                }
                Optional<String> group = random.nextBoolean() ? Optional.of(text(random)) : Optional.empty();
                QueueKind kind = oneOf(random, QueueKind.values());
                yield new ControlRequest.Run(
                        new QueueSelection(kind, group, conditions), random.nextBoolean(), random.nextBoolean());
            }
        };
    }

    private static <T> T oneOf(SplittableRandom random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static String text(SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            out.append((char) random.nextInt(1, 256));
        }
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ping ", "figures ", "pong", "run kind=MANY", "run wait x=y", "run ID", " run", "hosts all"})
    void anythingElseIsNoRequest(String line) {
        assertThat(ControlRequest.parse(line)).isEmpty();
    }
}
