package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;

class ScheduleTest {
    @Test
    void givesTheCheapestOfThoseThatAreDue() {
        Schedule<String> schedule = new Schedule<>();
        schedule.add("late", 200, 1);
        schedule.add("dear", 100, 50);
        schedule.add("cheap", 100, 10);
        schedule.add("cheap too", 50, 10);
        assertThat(schedule.next(49)).isEmpty();
        assertThat(schedule.nextDueMillis()).isEqualTo(50);
        assertThat(schedule.next(100)).contains("cheap");
        assertThat(schedule.nextDueMillis()).isZero();
        assertThat(schedule.next(100)).contains("cheap too");
        assertThat(schedule.next(100)).contains("dear");
        assertThat(schedule.next(199)).isEmpty();
        assertThat(schedule.size()).isEqualTo(1);
        assertThat(schedule.next(200)).contains("late");
        assertThat(schedule.nextDueMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void makesSelectedOnesDue() {
        Schedule<String> schedule = new Schedule<>();
        schedule.add("a", 1000, 0);
        schedule.add("b", 1000, 0);
        assertThat(schedule.makeDue(each -> each.equals("b") ? 0 : -1)).isEqualTo(1);
        assertThat(schedule.next(0)).contains("b");
        assertThat(schedule.next(0)).isEmpty();
        assertThat(schedule.items()).containsExactly("a");
    }

    @Test
    void whatIsNewAndWhatComesAgainTakeTurns() {
        Schedule<String> schedule = new Schedule<>();
        for (int i = 0; i < 3; i++) {
            schedule.addAgain("again" + i, 0, i);
            schedule.add("new" + i, 0, 100 + i);
        }
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            order.append(schedule.next(0).orElseThrow()).append(' ');
        }
        assertThat(order.toString()).isEqualTo("new0 again0 new1 again1 new2 again2 ");
    }

    @Test
    void aRunKeepsItsOrder() {
        Schedule<String> schedule = new Schedule<>();
        schedule.addAgain("a", Long.MAX_VALUE, 1);
        schedule.addAgain("b", Long.MAX_VALUE, 2);
        schedule.addAgain("c", Long.MAX_VALUE, 3);
        schedule.addAgain("d", Long.MAX_VALUE, 4);
        assertThat(schedule.makeDue("cba"::indexOf)).isEqualTo(3);
        assertThat(schedule.next(0)).contains("c");
        assertThat(schedule.next(0)).contains("b");
        assertThat(schedule.next(0)).contains("a");
        assertThat(schedule.next(0)).isEmpty();
    }

    @Test
    void waitsGrowUpToALimitWithJitter() {
        SplittableRandom random = new SplittableRandom(1);
        RetryTimes times = RetryTimes.STANDARD;
        long expected = 60_000;
        for (int attempts = 1; attempts < 100; attempts++) {
            assertThat(times.delayMillis(attempts, random)).isBetween(expected * 9 / 10, expected * 11 / 10);
            expected = Math.min(expected * 2, 3_600_000);
        }
        RetryTimes compatible = RetryTimes.STANDARD
                .withInterval(Duration.ofMinutes(30))
                .withAges(Duration.ofMinutes(45), Duration.ZERO);
        assertThat(compatible.delayMillis(1, random)).isEqualTo(45 * 60_000);
        assertThat(compatible.delayMillis(1000, random)).isEqualTo(45 * 60_000);
    }

    /// Which messages the real sendmail 8.17 took in a run with MinQueueAge and MaxQueueAge.
    ///
    /// @param arrived so many seconds ago
    /// @param tried so many seconds ago
    @ParameterizedTest
    @CsvSource({
        "0, 3600, 1, 100, 95, true",
        "0, 3600, 1, 1000, 495, false",
        "0, 3600, 1, 1000, 505, true",
        "0, 3600, 9, 1000, 600, true",
        "0, 3600, 9, 1000, 400, false",
        "0, 3600, 3, 40000, 3500, false",
        "0, 3600, 3, 40000, 3700, true",
        "60, 3600, 1, 100, 55, false",
        "60, 3600, 1, 100, 70, true",
        "60, 3600, 1, 200, 90, false",
        "60, 3600, 5, 2000, 900, false",
        "60, 3600, 5, 2000, 1100, true",
        "60, 3600, 5, 9000, 3650, true",
        "60, 300, 5, 2000, 290, false",
        "60, 300, 5, 2000, 310, true",
        "60, 0, 3, 40000, 50, false",
        "60, 0, 3, 40000, 70, true"
    })
    void agesCountAsInSendmail(long least, long most, int attempts, long arrived, long tried, boolean taken) {
        RetryTimes times = RetryTimes.STANDARD
                .withInterval(Duration.ZERO)
                .withAges(Duration.ofSeconds(least), Duration.ofSeconds(most));
        long now = 1_000_000;
        Envelope envelope = Envelope.builder(new QueueId("age"))
                .arrivedSeconds(now - arrived)
                .lastAttemptSeconds(now - tried)
                .attempts(attempts)
                .sender("<>")
                .build();
        assertThat(tried * 1000 >= times.delayMillis(envelope, new SplittableRandom(1)))
                .isEqualTo(taken);
        RetryTimes daemon = times.withInterval(Duration.ofMinutes(30));
        assertThat(daemon.delayMillis(envelope, new SplittableRandom(1))).isGreaterThanOrEqualTo(1_800_000);
    }

    /// Observed with the real sendmail: 5 recipients of class -60 with 129 bytes, and one more attempt.
    @Test
    void prioritiesAreSendmails() {
        assertThat(PriorityFactors.STANDARD.initial(129, -60, 5)).isEqualTo(258129);
        assertThat(PriorityFactors.STANDARD.afterAttempt(258129)).isEqualTo(348129);
        assertThat(PriorityFactors.STANDARD.initial(27, 0, 1)).isEqualTo(30027);
    }
}
