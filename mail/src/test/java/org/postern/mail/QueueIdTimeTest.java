package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class QueueIdTimeTest {
    private static final long NOW = Instant.parse("2026-11-26T22:34:32Z").toEpochMilli();

    @Test
    void anIdSaysWhenItsMessageWasMade() {
        // of the real sendmail, on 26 November 2026 at 23:27:43 UTC
        long later = Instant.parse("2026-11-27T00:00:00Z").toEpochMilli();
        assertThat(QueueId.made("6AQNRhNR005734", later))
                .contains(Instant.parse("2026-11-26T23:27:43Z").toEpochMilli());
    }

    @Test
    void anIdOfTheFutureOrOfOtherMakeSaysNothing() {
        assertThat(QueueId.made("6AQNRhNR005734", NOW)).isEmpty();
        assertThat(QueueId.made("AAA12345", NOW)).isEmpty();
        assertThat(QueueId.made("6z!!!!NR005734", NOW)).isEmpty();
        assertThat(QueueId.made("6xxNRhNR005734", NOW)).isEmpty();
    }
}
