package org.postern.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.base.Clock;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;

/// What the queue knows in memory: which messages there are, what is due, who is claimed. It does no work with files
/// and nobody holds its lock while doing such work.
final class QueueIndex {
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final long IDLE_LOOK_MILLIS = 100;

    /// So many of those that rest and are due are brought into the order of their cost at a time.
    private static final int WINDOW = 256;

    private final Clock clock;
    private final int maxKnown;
    private final ResidentMessages residents;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final DueAlarm alarm = new DueAlarm(lock, changed);
    private final Map<QueueId, QueueEntry> entries = new HashMap<>();
    private final Schedule<QueueEntry> schedule = new Schedule<>();

    /// What lies in queue files while nobody works on it; these are not among the entries.
    private final RestingQueue resting = new RestingQueue();

    private final FileReservations reservations = new FileReservations(lock);

    private final JournaledEntries journaled = new JournaledEntries();

    private final boolean automatic;
    private final RunnerPlaces places;

    private int claims;
    private int committing;
    private long committed;
    private boolean closing;
    private boolean partly;

    /// @param places how many may run together
    /// @param automatic false when only new messages and those of a run become due
    QueueIndex(Clock clock, QueueSettings.Memory memory, boolean automatic, RunnerPlaces places) {
        this.places = places;
        this.automatic = automatic;
        this.clock = clock;
        this.maxKnown = memory.maxKnown();
        this.residents = new ResidentMessages(memory.maxMessages(), memory.maxBytes());
    }

    /// Adds a message whose control file was found, unless it is known or too many are. It is due now, or when a run
    /// takes it.
    ///
    /// @return false when there is no room for it
    boolean adopt(QueueEntry entry) {
        lock.lock();
        try {
            if (entries.containsKey(entry.id) || resting.contains(entry.id)) {
                return true;
            }
            if (known() >= maxKnown) {
                return false;
            }
            resting.put(entry, automatic ? 0 : Long.MAX_VALUE);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private int known() {
        return entries.size() + resting.size();
    }

    /// Throws when the queue is closing.
    void refuseWhenClosing() throws QueueException {
        lock.lock();
        try {
            if (closing) {
                throw new QueueException(QueueException.Kind.CLOSING, "the queue is closing");
            }
        } finally {
            lock.unlock();
        }
    }

    /// Announces a commit, so that a close waits for it.
    void beginCommit() throws QueueException {
        lock.lock();
        try {
            refuseWhenClosing();
            committing++;
        } finally {
            lock.unlock();
        }
    }

    /// Ends what [#beginCommit] began.
    void endCommit() {
        lock.lock();
        try {
            committing--;
            if (closing) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Adds a message that was committed.
    ///
    /// @param dueMillis when it is due; negative for one that nobody delivers
    void added(QueueEntry entry, Envelope envelope, byte @Nullable [] body, long dueMillis) {
        lock.lock();
        try {
            committed++;
            residents.add(entry, envelope, body);
            entries.put(entry.id, entry);
            journaled.add(entry);
            if (dueMillis >= 0) {
                entry.starting = dueMillis <= clock.epochMillis();
                schedule.add(entry, dueMillis, envelope.priority());
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Says that the queue directories hold more than can be known at a time.
    void holdsOnlyAPart(boolean part) {
        lock.lock();
        try {
            partly = part;
        } finally {
            lock.unlock();
        }
    }

    /// True when only a part is known and most of it has had its turn.
    boolean wantsAnotherPart() {
        lock.lock();
        try {
            return partly && !closing && known() < maxKnown / 2;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for an entry that is due and marks it as claimed; none when the queue closes.
    Optional<QueueEntry> awaitDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closing) {
                long now = clock.epochMillis();
                Optional<QueueEntry> next = next(now);
                if (next.isPresent()) {
                    if (places.take(next.get())) {
                        claimed(next.get());
                        return next;
                    }
                    continue;
                }
                long due = Math.min(schedule.nextDueMillis(), resting.nextDueMillis(places::hasRoom));
                long wait = Math.clamp(due - now, 1, LONGEST_WAIT_MILLIS);
                // whatever woke us, the schedule is looked at again
                alarm.within(wait);
                changed.await();
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// An entry that is due, marked as claimed, without waiting.
    Optional<QueueEntry> pollDue() {
        lock.lock();
        try {
            Optional<QueueEntry> next = closing ? Optional.empty() : next(clock.epochMillis());
            while (next.isPresent() && !places.take(next.get())) {
                next = next(clock.epochMillis());
            }
            next.ifPresent(this::claimed);
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// The next one that is due, out of the schedule. With the lock held.
    private Optional<QueueEntry> next(long now) {
        boolean more = true;
        while (more && schedule.dueAgain() < WINDOW) {
            Optional<QueueEntry> rested = resting.next(now, places::hasRoom);
            rested.ifPresent(entry -> {
                entries.put(entry.id, entry);
                schedule.addDue(entry, entry.priority);
            });
            more = rested.isPresent();
        }
        return schedule.next(now);
    }

    private void claimed(QueueEntry entry) {
        entry.claimed = true;
        claims++;
    }

    /// Waits until nothing is due and nothing is claimed; a claim that ends may make something else due at once.
    void awaitIdle() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (claims > 0
                    || schedule.nextDueMillis() <= clock.epochMillis()
                    || resting.nextDueMillis(_ -> true) <= clock.epochMillis()) {
                boolean _ = changed.await(IDLE_LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The control data in memory, if it is there.
    Optional<Envelope> resident(QueueEntry entry) {
        lock.lock();
        try {
            return Optional.ofNullable(entry.envelope);
        } finally {
            lock.unlock();
        }
    }

    /// Ends a claim; the entry is due again at a time.
    void reschedule(QueueEntry entry, long dueMillis, long priority) {
        lock.lock();
        try {
            endClaim(entry);
            entry.priority = priority;
            entry.again = true;
            long due = automatic ? dueMillis : Long.MAX_VALUE;
            if (entry.filed()) {
                layToRest(entry, due);
            } else {
                schedule.addAgain(entry, due, priority);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void layToRest(QueueEntry entry, long due) {
        entries.remove(entry.id);
        // when only a part is known, others have their turn first; it is found again with its part of the directories
        if (!partly) {
            resting.put(entry, due);
        }
    }

    /// Lays to rest what waits for another attempt and has come into queue files meanwhile.
    void rest(Set<QueueEntry> filed) {
        lock.lock();
        try {
            schedule.takeLater(
                    entry -> filed.contains(entry)
                            && entry.again
                            && !entry.claimed
                            && entry.run == null
                            && entry.kind == QueueKind.NORMAL
                            && entry.filed(),
                    this::layToRest);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Ends a claim and forgets the entry.
    void remove(QueueEntry entry) {
        lock.lock();
        try {
            residents.drop(entry);
            entries.remove(entry.id);
            endClaim(entry);
        } finally {
            lock.unlock();
        }
    }

    /// With the lock held.
    private void endClaim(QueueEntry entry) {
        if (entry.claimed) {
            entry.claimed = false;
            entry.starting = false;
            claims--;
        }
        entry.unlock();
        entry.endFirstAttempt();
        if (entry.placeGroup != null) {
            places.giveBack(entry).ifPresent(other -> schedule.addDue(other, other.priority));
            changed.signal();
        }
        QueueRun run = entry.run;
        if (run != null) {
            entry.run = null;
            run.ends();
        }
        if (entry.place == null && !entry.unsaved) {
            residents.drop(entry);
        }
        if (closing) {
            changed.signalAll();
        }
    }

    /// Keeps newer control data in memory until it is stored. With a claim on the entry.
    void replace(QueueEntry entry, Envelope envelope) {
        lock.lock();
        try {
            residents.replace(entry, envelope);
        } finally {
            lock.unlock();
        }
    }

    /// Keeps control data that tells of an attempt more in memory only, while the journal has all the rest. With a
    /// claim on the entry.
    ///
    /// @return false when it must be stored now
    boolean defer(QueueEntry entry, Envelope envelope) {
        lock.lock();
        try {
            boolean journaledOnly = entry.place != null && !entry.moving;
            return journaledOnly && entry.firstAttempt == null && !closing && residents.defer(entry, envelope);
        } finally {
            lock.unlock();
        }
    }

    /// Who may change the queue files of a message.
    FileReservations reservations() {
        return reservations;
    }

    /// Takes over the outcome of a task and ends its reservation.
    void settled(QueueFileTask task) {
        QueueEntry entry = task.entry;
        lock.lock();
        try {
            if (task.failure == null && task.kind != QueueFileTask.Kind.REMOVE) {
                if (task.envelope != null && task.envelope.equals(entry.envelope)) {
                    entry.unsaved = false;
                }
                entry.directory = task.directory;
                entry.place = null;
                if (entry.claimed) {
                    entry.unlock();
                    entry.held = task.lock;
                    task.lock = null;
                } else if (!entry.unsaved) {
                    residents.drop(entry);
                }
            }
            task.unlock();
            reservations.end(entry);
        } finally {
            lock.unlock();
        }
    }

    /// Reserves messages that have been in the journal for longer than `age`, the oldest first.
    List<QueueEntry> oldInJournal(Duration age, int max) {
        lock.lock();
        try {
            return journaled.old(clock.nanoTime(), age.toNanos(), max);
        } finally {
            lock.unlock();
        }
    }

    /// Hands out no more claims and waits until those that are out have ended, up to a time.
    void close(Duration claimWait) {
        long left = claimWait.toNanos();
        lock.lock();
        try {
            closing = true;
            alarm.close();
            entries.values().forEach(QueueEntry::endFirstAttempt);
            changed.signalAll();
            while (committing > 0) {
                changed.awaitUninterruptibly();
            }
            while (claims > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Everything whose newest state is not in queue files.
    List<QueueEntry> unfiled() {
        lock.lock();
        try {
            return entries.values().stream()
                    .filter(entry -> entry.place != null || entry.unsaved)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// Everything that waits.
    List<QueueEntry> waiting() {
        lock.lock();
        try {
            return schedule.items();
        } finally {
            lock.unlock();
        }
    }

    /// How many rest.
    int resting() {
        lock.lock();
        try {
            return resting.size();
        } finally {
            lock.unlock();
        }
    }

    /// Some of those that rest.
    RestingQueue.Some resting(RestingQueue.Cursor from, int most) {
        lock.lock();
        try {
            return resting.some(from, most);
        } finally {
            lock.unlock();
        }
    }

    /// Marks a message that rests for the run that [#makeDue] starts next.
    ///
    /// @param youngAfter see [RestingQueue#mark]
    /// @return false when it cannot have a part in it
    boolean mark(QueueId id, long youngAfter) {
        lock.lock();
        try {
            return resting.mark(id, youngAfter);
        } finally {
            lock.unlock();
        }
    }

    /// Starts a run: makes entries due now that wait, or that are not known, in this order, and after them what is
    /// marked. What is claimed meanwhile is left out.
    ///
    /// @return how many were not due before
    int makeDue(List<QueueEntry> selected, QueueRun run) {
        lock.lock();
        try {
            IdentityHashMap<QueueEntry, Long> ranks = new IdentityHashMap<>();
            for (QueueEntry found : selected) {
                forgetIfRenamed(found);
                if (hasEnded(found)) {
                    continue;
                }
                QueueEntry entry = awake(found);
                if (entry.kind == found.kind && !entry.claimed && entry.run == null) {
                    entry.dueKnown = true;
                    entry.again = true;
                    entry.run = run;
                    ranks.put(entry, (long) ranks.size());
                }
            }
            int marked = resting.marked();
            run.holds(ranks.size() + marked);
            int count = schedule.makeDue(entry -> ranks.getOrDefault(entry, -1L)) + marked;
            if (marked > 0) {
                resting.makeMarkedDue(run);
            }
            changed.signalAll();
            return count;
        } finally {
            lock.unlock();
        }
    }

    /// It was delivered, from the journal, since it was found: nothing of it is left.
    private boolean hasEnded(QueueEntry found) {
        return found.place == null && found.directory == null && !entries.containsKey(found.id);
    }

    /// The entry of a message; one that rests, or is not known, waits in the schedule from now on.
    private QueueEntry awake(QueueEntry found) {
        QueueEntry known = entries.get(found.id);
        if (known != null) {
            return known;
        }
        QueueEntry entry = resting.take(found.id).orElse(found);
        entries.put(entry.id, entry);
        schedule.addAgain(entry, entry.run == null ? Long.MAX_VALUE : 0, entry.priority);
        return entry;
    }

    /// Somebody else has quarantined the message, or released it, since it was found.
    private void forgetIfRenamed(QueueEntry found) {
        QueueEntry known = entries.get(found.id);
        boolean atRest = known != null
                && known.kind != found.kind
                && known.place == null
                && !(known.claimed || known.moving || known.unsaved);
        if (atRest) {
            entries.remove(found.id);
            schedule.removeIf(each -> each == known);
        }
        if (found.kind != QueueKind.NORMAL) {
            Optional<QueueEntry> _ = resting.take(found.id);
        }
    }

    /// Lets nobody wait for a first attempt any more.
    void endFirstAttempts() {
        lock.lock();
        try {
            entries.values().forEach(QueueEntry::endFirstAttempt);
        } finally {
            lock.unlock();
        }
    }

    /// Gives up all locks on control files.
    void unlockAll() {
        lock.lock();
        try {
            entries.values().forEach(QueueEntry::unlock);
        } finally {
            lock.unlock();
        }
    }

    QueueFigures figures(long syncs) {
        lock.lock();
        try {
            return new QueueFigures(known() - claims, claims, committed, syncs);
        } finally {
            lock.unlock();
        }
    }
}
