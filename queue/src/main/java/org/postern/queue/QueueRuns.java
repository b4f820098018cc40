package org.postern.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.postern.base.Clock;
import org.postern.mail.Envelope;

/// Starts queue runs: finds what is there, selects, brings it into the order that is asked for, and makes it due.
final class QueueRuns {
    /// With more messages than this a run goes by what is known of them: by cost, and none is read to be ordered.
    private static final int MOST_READ = 20_000;

    private static final int AT_A_TIME = 1000;

    private final QueueRecovery finder;
    private final QueueParts parts;
    private final QueueIndex index;
    private final ClaimOpener opener;
    private final QueueFiles files;
    private final RunRules rules;
    private final QueueGroups groups;
    private final ToLongFunction<Envelope> ripeMillis;
    private final Clock clock;
    private final RandomGenerator random;
    private final ReentrantLock oneAfterTheOther = new ReentrantLock();

    /// @param ripeMillis when a message has its age for another attempt
    QueueRuns(
            QueueRecovery finder,
            QueueParts parts,
            QueueIndex index,
            ClaimOpener opener,
            QueueFiles files,
            RunRules rules,
            QueueGroups groups,
            ToLongFunction<Envelope> ripeMillis,
            Clock clock,
            RandomGenerator random) {
        this.finder = finder;
        this.parts = parts;
        this.index = index;
        this.opener = opener;
        this.files = files;
        this.rules = rules;
        this.groups = groups;
        this.ripeMillis = ripeMillis;
        this.clock = clock;
        this.random = random;
    }

    private record Candidate(QueueEntry entry, QueueSortOrder.Key key) {}

    /// Starts one.
    ///
    /// @throws IOException when a queue directory cannot be read
    QueueRun start(QueueSelection selection, QueueRun.Listener listener) throws IOException {
        oneAfterTheOther.lock();
        try {
            return startNow(selection, listener);
        } finally {
            oneAfterTheOther.unlock();
        }
    }

    private QueueRun startNow(QueueSelection selection, QueueRun.Listener listener) throws IOException {
        List<QueueEntry> all = new ArrayList<>();
        boolean many = false;
        if (selection.kind() == QueueKind.NORMAL) {
            parts.find();
            all.addAll(index.waiting());
            all.removeIf(entry -> entry.kind != QueueKind.NORMAL);
            many = index.resting() > MOST_READ;
            if (!many) {
                eachResting(all::add);
            }
        } else {
            finder.adopt(selection.kind(), all::add);
        }
        List<Candidate> candidates = candidates(ofGroup(all, selection), selection);
        Comparator<QueueSortOrder.Key> order = rules.order().comparator();
        candidates.sort((one, other) -> order.compare(one.key, other.key));
        Room room = new Room();
        List<QueueEntry> selected =
                candidates.stream().map(Candidate::entry).filter(room::take).toList();
        if (many) {
            mark(selection, room);
        }
        QueueRun run = new QueueRun(listener, selection.choosesMessages());
        index.makeDue(selected, run);
        return run;
    }

    /// How many messages a run may still take: in all (`MaxQueueRunSize`), and of each group (`J=`).
    private final class Room {
        private final Map<String, Integer> left = new HashMap<>();
        private int inAll = rules.maxSize() > 0 ? rules.maxSize() : Integer.MAX_VALUE;

        private int left(QueueEntry entry) {
            QueueDirectory directory = entry.directory;
            if (directory == null) {
                return Integer.MAX_VALUE;
            }
            return left.computeIfAbsent(
                    directory.group(),
                    name -> groups.find(name)
                            .map(QueueGroup::jobs)
                            .filter(jobs -> jobs > 0)
                            .orElse(Integer.MAX_VALUE));
        }

        boolean has(QueueEntry entry) {
            return inAll > 0 && left(entry) > 0;
        }

        boolean take(QueueEntry entry) {
            if (!has(entry)) {
                return false;
            }
            inAll--;
            QueueDirectory directory = entry.directory;
            if (directory != null) {
                left.put(directory.group(), left(entry) - 1);
            }
            return true;
        }
    }

    /// Visits entries.
    private interface Visitor {
        void visit(QueueEntry entry) throws IOException;
    }

    private void eachResting(Visitor visitor) throws IOException {
        Optional<RestingQueue.Cursor> at = Optional.of(RestingQueue.Cursor.START);
        while (at.isPresent()) {
            RestingQueue.Some some = index.resting(at.get(), AT_A_TIME);
            for (QueueEntry entry : some.entries()) {
                visitor.visit(entry);
            }
            at = some.next();
        }
    }

    /// Marks for the run what the selection takes of those that rest, none of them held in memory.
    private void mark(QueueSelection selection, Room room) throws IOException {
        boolean conditions = !selection.conditions().isEmpty();
        long youngAfter = rules.respectsAge() && !conditions ? clock.epochMillis() : Long.MAX_VALUE;
        eachResting(entry -> {
            boolean wanted = room.has(entry)
                    && inGroup(entry, selection)
                    && (!conditions
                            || opener.peek(entry).filter(selection::selects).isPresent());
            if (wanted && index.mark(entry.id, youngAfter)) {
                boolean _ = room.take(entry);
            }
        });
    }

    private List<QueueEntry> ofGroup(List<QueueEntry> all, QueueSelection selection) throws IOException {
        List<QueueEntry> some = new ArrayList<>();
        for (QueueEntry entry : all) {
            if (inGroup(entry, selection)) {
                some.add(entry);
            }
        }
        return some;
    }

    /// What the journal alone has goes into a directory of its group later.
    private boolean inGroup(QueueEntry entry, QueueSelection selection) throws IOException {
        Optional<String> group = selection.group();
        if (group.isEmpty()) {
            return true;
        }
        QueueDirectory directory = entry.directory;
        Optional<String> own = directory == null
                ? opener.peek(entry).map(envelope -> groups.of(envelope).name())
                : Optional.of(directory.group());
        return own.equals(group);
    }

    private List<Candidate> candidates(List<QueueEntry> all, QueueSelection selection) throws IOException {
        boolean conditions = !selection.conditions().isEmpty();
        boolean few = all.size() <= MOST_READ;
        boolean skips = rules.respectsAge() && !conditions && few;
        boolean reads = conditions || skips || (rules.order().readsMessages() && few);
        List<Candidate> candidates = new ArrayList<>();
        for (QueueEntry entry : all) {
            Optional<Envelope> envelope = reads ? opener.peek(entry) : Optional.empty();
            if (skips && envelope.filter(each -> isYoung(each)).isPresent()) {
                continue;
            }
            if (!conditions || envelope.filter(selection::selects).isPresent()) {
                candidates.add(new Candidate(entry, QueueSortOrder.Key.of(entry, envelope, modified(entry), random)));
            }
        }
        return candidates;
    }

    private boolean isYoung(Envelope envelope) {
        return envelope.attempts() > 0 && ripeMillis.applyAsLong(envelope) > clock.epochMillis();
    }

    private long modified(QueueEntry entry) throws IOException {
        QueueDirectory directory = entry.directory;
        if (rules.order() != QueueSortOrder.MODIFICATION || directory == null) {
            return 0;
        }
        return files.files()
                .facts(entry.control(directory))
                .map(facts -> facts.modifiedMillis())
                .orElse(0L);
    }
}
