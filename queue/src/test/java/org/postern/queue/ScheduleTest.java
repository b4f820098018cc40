package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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
        RetryTimes times = new RetryTimes(Duration.ofMinutes(1), 200, Duration.ofHours(1), 20, Duration.ZERO);
        long expected = 60_000;
        for (int attempts = 1; attempts < 100; attempts++) {
            assertThat(times.delayMillis(attempts, random)).isBetween(expected * 9 / 10, expected * 11 / 10);
            expected = Math.min(expected * 2, 3_600_000);
        }
        RetryTimes compatible = RetryTimes.queueInterval(Duration.ofMinutes(30), Duration.ofMinutes(45));
        assertThat(compatible.delayMillis(1, random)).isEqualTo(45 * 60_000);
        assertThat(compatible.delayMillis(1000, random)).isEqualTo(45 * 60_000);
    }

    /// Observed with the real sendmail: 5 recipients of class -60 with 129 bytes, and one more attempt.
    @Test
    void prioritiesAreSendmails() {
        assertThat(PriorityFactors.STANDARD.initial(129, -60, 5)).isEqualTo(258129);
        assertThat(PriorityFactors.STANDARD.afterAttempt(258129)).isEqualTo(348129);
        assertThat(PriorityFactors.STANDARD.initial(27, 0, 1)).isEqualTo(30027);
    }
}
