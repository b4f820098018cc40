package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.os.RealDurableFiles;

final class QueueIndexTest {
    private static final Duration AGE = Duration.ofSeconds(5);

    private final StandingClock clock = new StandingClock();
    private final QueueIndex index = new QueueIndex(
            clock,
            QueueSettings.Memory.STANDARD,
            true,
            new RunnerPlaces(QueueGroups.single(List.of(Path.of("/var/spool/mqueue"))), 0));

    private QueueEntry committed(String id) {
        QueueEntry entry = new QueueEntry(new QueueId(id));
        Envelope envelope = Envelope.builder(entry.id).sender("<a@example.org>").build();
        entry.committedNanos = clock.nanoTime();
        index.added(entry, envelope, new byte[] {1}, clock.epochMillis());
        return entry;
    }

    /// The messages of a run are found before it starts; what is delivered meanwhile, from the journal, must not come
    /// back: with nothing left of it no claim could ever be made of it.
    @Test
    void aRunDoesNotBringBackWhatEndedSinceItWasFound() {
        QueueEntry ended = committed("A1");
        List<QueueEntry> found = index.waiting();
        assertThat(found).containsExactly(ended);
        assertThat(index.pollDue()).contains(ended);
        index.remove(ended);

        index.makeDue(found, new QueueRun(QueueRun.Listener.NONE, false));

        assertThat(index.pollDue()).isEmpty();
        assertThat(index.waiting()).isEmpty();
    }

    private QueueEntry journaled(String id, JournalSegment segment) {
        QueueEntry entry = committed(id);
        entry.place = new JournalPlace(entry.id, segment, 1, 0);
        return entry;
    }

    @Test
    void whatWaitsForItsFirstAttemptMayStayInTheJournalForLonger(@TempDir Path folder) throws Exception {
        JournalSegment segment = JournalSegment.create(new RealDurableFiles(), folder.resolve("segment"), 4096);
        QueueEntry tried = journaled("A1", segment);
        assertThat(index.pollDue()).contains(tried);
        index.reschedule(tried, clock.epochMillis() + 3_600_000, 0);
        QueueEntry fresh = journaled("A2", segment);
        QueueEntry begun = journaled("A3", segment);

        clock.advanceSeconds(5);
        assertThat(index.oldInJournal(AGE, 10)).containsExactly(tried);
        assertThat(index.pollDue()).isPresent();
        clock.advanceSeconds(24);
        assertThat(index.oldInJournal(AGE, 10)).isEmpty();
        clock.advanceSeconds(1);
        assertThat(index.oldInJournal(AGE, 10)).containsExactly(fresh, begun);
    }

    /// A backlog that came while a host was down must not fill the memory: as many may rest as are known.
    @Test
    void whatWasTriedRestsOnceItIsInFiles(@TempDir Path folder) throws Exception {
        JournalSegment segment = JournalSegment.create(new RealDurableFiles(), folder.resolve("segment"), 4096);
        QueueEntry entry = journaled("A1", segment);
        assertThat(index.pollDue()).contains(entry);
        Envelope tried =
                index.resident(entry).orElseThrow().toBuilder().attempts(1).build();
        assertThat(index.defer(entry, tried)).isTrue();
        index.reschedule(entry, clock.epochMillis() + 60_000, 0);
        clock.advanceSeconds(5);
        assertThat(index.oldInJournal(AGE, 10)).containsExactly(entry);

        QueueFileTask task = new QueueFileTask(QueueFileTask.Kind.HAND_OVER, entry, tried);
        task.directory = QueueDirectory.at(new RealDurableFiles(), folder, QueueGroup.DEFAULT);
        index.settled(task);
        assertThat(index.resident(entry)).isEmpty();
        index.rest(Set.of(entry));

        assertThat(index.resting()).isEqualTo(1);
        assertThat(index.waiting()).isEmpty();
        assertThat(index.pollDue()).isEmpty();
        clock.advanceSeconds(55);
        assertThat(index.pollDue()).map(next -> next.id).contains(entry.id);
    }

    @Test
    void whatIsNotOnlyAnAttemptIsNotDeferred(@TempDir Path folder) throws Exception {
        JournalSegment segment = JournalSegment.create(new RealDurableFiles(), folder.resolve("segment"), 4096);
        QueueEntry entry = journaled("A1", segment);
        Envelope envelope = index.resident(entry).orElseThrow();
        index.replace(entry, envelope);
        assertThat(index.defer(entry, envelope))
                .as("more has changed, and was not stored")
                .isFalse();
        QueueEntry moving = journaled("A2", segment);
        index.reservations().begin(moving);
        assertThat(index.defer(moving, envelope)).as("it is being written").isFalse();
        QueueEntry awaited = journaled("A3", segment);
        awaited.firstAttempt = new FirstAttempt();
        assertThat(index.defer(awaited, envelope)).as("somebody waits").isFalse();
    }
}
