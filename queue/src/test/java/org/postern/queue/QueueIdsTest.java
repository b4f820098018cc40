package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.mail.QueueId;

class QueueIdsTest {
    @Test
    void hasTheFormOfSendmail() {
        // 2026-11-25 18:06:40 Greenwich time, and the next second
        QueueIds ids = new QueueIds(new StandingClock(), 15537);
        assertThat(ids.next().value()).isEqualTo("6API6f00015537");
        assertThat(ids.next().value()).isEqualTo("6API6f01015537");
    }

    /// QUE-03: a clock that stands still or goes back.
    @Test
    void neverRepeatsHoweverManyAreNeededAndWhenTheClockGoesBack() {
        StandingClock clock = new StandingClock();
        QueueIds ids = new QueueIds(clock, 999_999);
        Set<QueueId> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            if (i % 30_000 == 29_999) {
                clock.advanceSeconds(i < 50_000 ? 1 : -10);
            }
            QueueId id = ids.next();
            assertThat(id.value()).hasSize(14);
            assertThat(seen.add(id)).isTrue();
        }
    }
}
