package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What the real program did at a load of 3 with QueueLA=1: the threshold was 200000, so that a message for one
/// recipient (30017) was delivered.
class QueueLoadTest {
    @Test
    void aBusyHostKeepsExpensiveMessages() {
        QueueLoad three = new QueueLoad(1, 600_000, () -> 3);
        assertThat(three.holds(30_017)).isFalse();
        assertThat(three.holds(200_000)).isFalse();
        assertThat(three.holds(200_001)).isTrue();
    }

    @Test
    void belowItsLoadNothingWaits() {
        assertThat(new QueueLoad(4, 600_000, () -> 3).holds(10_000_000)).isFalse();
        assertThat(new QueueLoad(3, 600_000, () -> 3).holds(600_001)).isTrue();
        assertThat(new QueueLoad(3, 600_000, () -> 100).holds(30_017)).isTrue();
        assertThat(QueueLoad.NONE.holds(Long.MAX_VALUE)).isFalse();
    }
}
