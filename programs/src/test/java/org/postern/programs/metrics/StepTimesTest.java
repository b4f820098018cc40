package org.postern.programs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.base.StepTimes;

class StepTimesTest {
    private static final long MILLI = 1_000_000L;

    private final StepTimes times = new StepTimes();

    @Test
    void countsEachTimeInItsClass() {
        times.add("rcpt", MILLI);
        times.add("rcpt", MILLI + 1);
        times.add("rcpt", 65_000 * MILLI);
        times.add("mail", -5);
        assertThat(times.all())
                .isEqualTo(Map.of(
                        "rcpt",
                        new StepTimes.Times(List.of(1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L), 65_002 * MILLI + 1),
                        "mail",
                        new StepTimes.Times(List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), 0)));
    }

    @Test
    void dos10TooManyNamesAreCountedTogether() {
        for (int i = 0; i < 500; i++) {
            times.add("step" + i, 0);
        }
        assertThat(times.all())
                .hasSize(101)
                .hasEntrySatisfying("other", other -> assertThat(other.count()).isEqualTo(400));
    }
}
