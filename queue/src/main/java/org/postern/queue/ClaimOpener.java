package org.postern.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.mail.Envelope;
import org.postern.os.DurableFiles;

/// Finds the control data of messages that are due.
final class ClaimOpener {
    /// What opening a message that is due gave.
    sealed interface Opened {
        /// Its control data.
        record Ready(Envelope envelope) implements Opened {}

        /// To be looked at again at a time.
        record Later(long dueMillis, long priority) implements Opened {}

        /// It moved from the journal to files at this moment: look again.
        record Moved() implements Opened {}

        /// It is gone, or not to be processed.
        record Gone() implements Opened {}
    }

    private static final long LOCKED_ELSEWHERE_MILLIS = 60_000;

    private final QueueFiles files;
    private final Journal journal;
    private final QueueIndex index;
    private final JournalClaim.Storage storage;
    private final Clock clock;
    private final EventSink events;

    ClaimOpener(
            QueueFiles files,
            Journal journal,
            QueueIndex index,
            JournalClaim.Storage storage,
            Clock clock,
            EventSink events) {
        this.files = files;
        this.journal = journal;
        this.index = index;
        this.storage = storage;
        this.clock = clock;
        this.events = events;
    }

    /// Locks a claimed message, if it is in queue files, and reads its control data, if it is not in memory.
    Opened open(QueueEntry entry) throws IOException {
        Optional<Envelope> resident = index.resident(entry);
        QueueDirectory directory = entry.directory;
        JournalPlace place = entry.place;
        if (directory == null) {
            if (resident.isPresent()) {
                return new Opened.Ready(resident.get());
            }
            return place == null ? endedOrMoved(entry) : fromJournal(entry, place);
        }
        // a hand-over that ends at this moment gives its lock to the claim
        index.reservations().awaitStill(entry);
        return fromFile(entry, directory, resident);
    }

    /// With neither a place in the journal nor a directory, nothing of the message is left.
    private static Opened endedOrMoved(QueueEntry entry) {
        return entry.directory == null ? new Opened.Gone() : new Opened.Moved();
    }

    /// The control data of a message that waits, without a claim and a lock.
    Optional<Envelope> peek(QueueEntry entry) throws IOException {
        Optional<Envelope> resident = index.resident(entry);
        QueueDirectory directory = entry.directory;
        JournalPlace place = entry.place;
        if (resident.isPresent()) {
            return resident;
        }
        Opened opened = new Opened.Gone();
        if (directory != null) {
            return files.read(entry.control(directory), entry.id) instanceof QueueFiles.Look.Good good
                    ? Optional.of(good.envelope())
                    : Optional.empty();
        }
        if (place != null) {
            opened = fromJournal(entry, place);
        }
        return opened instanceof Opened.Ready ready ? Optional.of(ready.envelope()) : Optional.empty();
    }

    private Opened fromJournal(QueueEntry entry, JournalPlace place) throws IOException {
        Optional<Journal.Content> content = journal.read(place);
        if (content.isEmpty()) {
            // it is being handed over, or was
            index.reservations().awaitStill(entry);
            if (place.equals(entry.place)) {
                throw new IOException("the journal has lost it");
            }
            return new Opened.Moved();
        }
        return switch (content.get().control(entry.id)) {
            case QueueFileReader.Result.Read(Envelope envelope, Optional<String> _) -> new Opened.Ready(envelope);
            case QueueFileReader.Result.Bogus(String why) -> throw new IOException("in the journal: " + why);
        };
    }

    private Opened fromFile(QueueEntry entry, QueueDirectory directory, Optional<Envelope> resident)
            throws IOException {
        Path control = entry.control(directory);
        if (entry.held == null) {
            Optional<DurableFiles.Lock> lock = files.lock(control);
            if (lock.isEmpty()) {
                boolean there = files.files().facts(control).isPresent();
                return there ? new Opened.Later(clock.epochMillis() + LOCKED_ELSEWHERE_MILLIS, 0) : new Opened.Gone();
            }
            entry.held = lock.get();
        }
        if (resident.isPresent()) {
            return new Opened.Ready(resident.get());
        }
        return switch (files.read(control, entry.id)) {
            case QueueFiles.Look.Good(Envelope envelope, var _) -> known(entry, directory, envelope);
            case QueueFiles.Look.Gone() -> new Opened.Gone();
            case QueueFiles.Look.Bogus(String why) -> {
                events.accept(QueueNotice.bogus(entry.id, why));
                lose(entry, directory);
                yield new Opened.Gone();
            }
        };
    }

    private void lose(QueueEntry entry, QueueDirectory directory) throws IOException {
        if (entry.kind != QueueKind.LOST) {
            files.files().rename(entry.control(directory), directory.lost(entry.id));
        }
    }

    private Opened known(QueueEntry entry, QueueDirectory directory, Envelope envelope) throws IOException {
        Optional<DurableFiles.Facts> body = files.files().facts(directory.body(entry.id));
        entry.size = body.map(DurableFiles.Facts::size).orElse(0L);
        if (body.isEmpty()) {
            events.accept(QueueNotice.bogus(entry.id, "no body"));
            lose(entry, directory);
            return new Opened.Gone();
        }
        entry.priority = envelope.priority();
        if (!entry.dueKnown && envelope.attempts() > 0) {
            entry.dueKnown = true;
            long due = storage.dueMillis(entry, envelope);
            if (due > clock.epochMillis()) {
                return new Opened.Later(due, envelope.priority());
            }
        }
        return new Opened.Ready(envelope);
    }
}
