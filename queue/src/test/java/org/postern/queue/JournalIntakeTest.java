package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postern.mail.QueueId;

class JournalIntakeTest {
    private static final long MILLI = 1_000_000;

    /// What comes during the pauses, one entry a pause.
    private final Deque<Runnable> arrivals = new ArrayDeque<>();

    private final List<Long> pauses = new ArrayList<>();
    private long now;
    private int number;
    private final JournalIntake intake = new JournalIntake(Duration.ofMillis(3), () -> now, this::pause);

    private void pause(long nanos) {
        pauses.add(nanos);
        Runnable arrival = arrivals.poll();
        if (arrival == null) {
            now += nanos;
        } else {
            now += nanos / 2;
            arrival.run();
        }
    }

    private JournalSubmission commit() {
        number++;
        return JournalSubmission.commit(new QueueId("q" + number), new byte[0], new byte[0], 0, true);
    }

    private JournalSubmission nobodyWaits() {
        number++;
        return JournalSubmission.done(List.of(new QueueId("q" + number)));
    }

    private void together(int count) {
        for (int i = 0; i < count; i++) {
            boolean _ = intake.add(commit());
        }
    }

    private int taken() {
        int count = 0;
        for (@Nullable JournalSubmission each = intake.takeAll(); each != null; each = each.next) {
            count++;
        }
        return count;
    }

    private void busyTimes() {
        for (int i = 0; i < 30; i++) {
            together(8);
            assertThat(taken()).isEqualTo(8);
        }
    }

    @Test
    void givesBackInTheOrderOfArrival() {
        List<JournalSubmission> added = List.of(commit(), nobodyWaits(), commit());
        added.forEach(each -> {
            boolean _ = intake.add(each);
        });
        List<JournalSubmission> back = new ArrayList<>();
        for (@Nullable JournalSubmission each = intake.takeAll(); each != null; each = each.next) {
            back.add(each);
        }
        assertThat(back).containsExactlyElementsOf(added);
        assertThat(intake.isEmpty()).isTrue();
    }

    @Test
    void wakesTheWriterForTheFirstAndForTheFirstThatIsWaitedFor() {
        assertThat(intake.add(nobodyWaits())).isTrue();
        assertThat(intake.add(nobodyWaits())).isFalse();
        assertThat(intake.add(commit())).isTrue();
        assertThat(intake.add(commit())).isFalse();
    }

    @Test
    void doesNotLetASingleClientWait() {
        for (int i = 0; i < 100; i++) {
            together(1);
            intake.gather();
            assertThat(taken()).isEqualTo(1);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void waitsForOthersInBusyTimes() {
        busyTimes();
        together(1);
        arrivals.add(() -> together(2));
        arrivals.add(() -> together(1));
        intake.gather();
        assertThat(taken()).isEqualTo(4);
    }

    @Test
    void endsWhenAsManyAreThereAsCameTogetherLately() {
        busyTimes();
        together(7);
        assertThat(intake.add(commit())).as("wakes the writer").isTrue();
        intake.gather();
        assertThat(pauses).isEmpty();
        assertThat(taken()).isEqualTo(8);
    }

    @Test
    void expectsOneLessAfterSomeSyncsThatServedFewer() {
        busyTimes();
        for (int i = 0; i < 8; i++) {
            together(3);
            assertThat(taken()).isEqualTo(3);
        }
        together(5);
        assertThat(intake.add(commit())).as("eight less two").isTrue();
    }

    @Test
    void doesNotWaitWhenNobodyComes() {
        busyTimes();
        together(1);
        intake.gather();
        assertThat(pauses).containsExactly(3 * MILLI / 2);
    }

    @Test
    void waitsNeverLongerThanAllowed() {
        busyTimes();
        together(1);
        for (int i = 0; i < 100; i++) {
            arrivals.add(() -> together(1));
        }
        intake.gather();
        assertThat(now).isBetween(2 * MILLI, 3 * MILLI);
    }

    @Test
    void forgetsBusyTimes() {
        busyTimes();
        for (int i = 0; i < 40; i++) {
            together(1);
            intake.gather();
            assertThat(taken()).isEqualTo(1);
        }
        pauses.clear();
        together(1);
        intake.gather();
        assertThat(pauses).isEmpty();
    }

    @Test
    void keepsWhatNobodyWaitsForUntilTheTimeIsOverOrSomebodyComes() {
        boolean first = intake.add(nobodyWaits());
        intake.gather();
        assertThat(first).isTrue();
        assertThat(now).isEqualTo(3 * MILLI);
        now = 0;
        arrivals.add(() -> together(1));
        intake.gather();
        assertThat(now).isEqualTo(3 * MILLI / 2);
    }
}
