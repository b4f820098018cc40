package org.postern.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.postern.base.Clock;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;

/// Changes messages in queue directories from outside of the daemon: each under the lock of its control file, as
/// sendmail's own commands do it, so that no delivery works on it meanwhile. A message that is locked is left alone.
///
/// What only the journal of a daemon holds (the first seconds of a message) is not to be seen here.
public final class QueueEditor {
    /// One queue directory.
    public static final class Place {
        private final QueueDirectory directory;

        private Place(QueueDirectory directory) {
            this.directory = directory;
        }

        /// As sendmail shows it: with the folder of the bodies where there is one.
        public Path shown() {
            return directory.bodies();
        }

        /// The queue group.
        public String group() {
            return directory.group();
        }
    }

    /// A message that was selected.
    ///
    /// @param envelope its control data
    /// @param size bytes of the body
    public record Found(Place place, QueueKind kind, Envelope envelope, long size) {}

    /// How much was changed.
    ///
    /// @param selected how many messages the selection took
    /// @param changed how many of them are different now
    public record Changes(int selected, int changed) {}

    /// What becomes of a message.
    public sealed interface Change {
        /// It gets new control data.
        record Rewrite(Envelope envelope) implements Change {}

        /// It leaves the queue and nobody hears of it.
        record Delete() implements Change {}

        /// Nothing.
        record Keep() implements Change {}
    }

    private static final int MOST_SORTED = 5000;

    private final DurableFiles files;
    private final Clock clock;
    private final QueueFiles queueFiles;

    /// @param fileMode `QueueFileMode`
    /// @param owner the user number of this process; control files of others than it and root are refused
    /// @param maxControlBytes larger control files are refused
    public QueueEditor(DurableFiles files, Clock clock, int fileMode, int owner, int maxControlBytes) {
        this.files = files;
        this.clock = clock;
        this.queueFiles = new QueueFiles(files, fileMode, owner, maxControlBytes);
    }

    /// The directories of a group.
    public List<Place> places(QueueGroup group) throws IOException {
        List<Place> places = new ArrayList<>();
        for (Path base : group.directories()) {
            places.add(new Place(QueueDirectory.at(files, base, group.name())));
        }
        return places;
    }

    /// Is shown the messages that a walk selects.
    public interface Visitor {
        /// Looks at one.
        void visit(Found found) throws IOException;

        /// Is told how far the walk is.
        ///
        /// @param of how many messages there are
        default void progress(int done, int of) {}
    }

    /// Walks over the messages of one kind in a place that a filter takes: the cheapest first, or when there are too
    /// many to hold as the directory has them.
    ///
    /// @throws IOException when the directory cannot be read, or the visitor throws it
    public void each(Place place, QueueKind kind, Predicate<Found> filter, Visitor visitor) throws IOException {
        Ids ids = new Ids();
        files.list(
                place.directory.controls(),
                name -> QueueDirectory.id(kind.prefix(), name).ifPresent(ids::add));
        boolean sorted = ids.size <= MOST_SORTED;
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < ids.size; i++) {
            visitor.progress(i, ids.size);
            Optional<Found> one = look(place, kind, ids.get(i)).filter(filter);
            if (one.isPresent() && sorted) {
                found.add(one.get());
            } else if (one.isPresent()) {
                visitor.visit(one.get());
            }
        }
        found.sort(Comparator.comparingLong((Found one) -> one.envelope().priority())
                .thenComparing(one -> one.envelope().id()));
        for (Found one : found) {
            visitor.visit(one);
        }
        visitor.progress(ids.size, ids.size);
    }

    /// Names in 16 bytes each.
    private static final class Ids {
        private long[] bits = new long[256];
        private int size;

        void add(QueueId id) {
            if (2 * size == bits.length) {
                bits = Arrays.copyOf(bits, 2 * bits.length);
            }
            PackedId packed = PackedId.of(id);
            bits[2 * size] = packed.high();
            bits[2 * size + 1] = packed.low();
            size++;
        }

        QueueId get(int number) {
            return new PackedId(bits[2 * number], bits[2 * number + 1]).id();
        }
    }

    private Optional<Found> look(Place place, QueueKind kind, QueueId id) throws IOException {
        Path control = place.directory.controls().resolve(kind.prefix() + id.value());
        if (!(queueFiles.read(control, id) instanceof QueueFiles.Look.Good good)) {
            return Optional.empty();
        }
        long size = files.facts(place.directory.body(id))
                .map(DurableFiles.Facts::size)
                .orElse(0L);
        return Optional.of(new Found(place, kind, good.envelope(), size));
    }

    /// The body of a message.
    public Path body(Found found) {
        return found.place.directory.body(found.envelope.id());
    }

    /// Changes one message, as it is at this moment.
    ///
    /// @return false when somebody works on it, or it is gone, or nothing was to be changed
    /// @throws IOException when the change cannot be made durable
    public boolean change(Found found, Function<Envelope, Change> decision) throws IOException {
        QueueDirectory directory = found.place.directory;
        QueueId id = found.envelope.id();
        Path control = directory.controls().resolve(found.kind.prefix() + id.value());
        Optional<DurableFiles.Lock> lock = queueFiles.lock(control);
        if (lock.isEmpty()) {
            return false;
        }
        try (DurableFiles.Lock _ = lock.get()) {
            Optional<Found> now = look(found.place, found.kind, id);
            return now.isPresent() && apply(directory, now.get(), decision.apply(now.get().envelope));
        }
    }

    private boolean apply(QueueDirectory directory, Found now, Change change) throws IOException {
        return switch (change) {
            case Change.Keep() -> false;
            case Change.Rewrite(Envelope envelope) -> {
                queueFiles.writeControl(directory, envelope, now.kind).close();
                queueFiles.syncDirectories(Set.of(directory.controls()));
                yield true;
            }
            case Change.Delete() -> {
                queueFiles.removeControl(directory, now.envelope.id(), now.kind);
                queueFiles.syncDirectories(Set.of(directory.controls()));
                queueFiles.removeBody(directory, now.envelope.id());
                yield true;
            }
        };
    }

    /// sendmail's `-Q`: gives the selected messages a reason, or with an empty one takes theirs away.
    ///
    /// @param out takes a line for each change, in sendmail's words
    public Changes quarantine(Place place, QueueSelection selection, String reason, Consumer<String> out)
            throws IOException {
        BiConsumer<Envelope, String> tell = (envelope, words) -> out.accept(envelope.id() + ": " + words);
        int[] counts = new int[2];
        each(place, selection.kind(), one -> selection.selects(one.envelope), found -> {
            counts[0]++;
            if (change(found, envelope -> requarantined(envelope, reason))) {
                counts[1]++;
                tell.accept(
                        found.envelope,
                        reason.isEmpty()
                                ? "Removed quarantine of \""
                                        + found.envelope.quarantineReason().orElse("") + "\""
                                : "Quarantined with \"" + reason + "\"");
            }
        });
        return new Changes(counts[0], counts[1]);
    }

    private static Change requarantined(Envelope envelope, String reason) {
        Optional<String> wanted = reason.isEmpty() ? Optional.empty() : Optional.of(reason);
        return wanted.equals(envelope.quarantineReason())
                ? new Change.Keep()
                : new Change.Rewrite(
                        envelope.toBuilder().quarantineReason(wanted).build());
    }

    /// Seconds since 1970.
    public long now() {
        return clock.epochSeconds();
    }
}
