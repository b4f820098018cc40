package org.postern.queue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The list of what the journal's writer has to append, and how long it lets the list grow.
///
/// Anybody may add; only who has the writer's turn takes. A commit that comes alone is taken at once. When commits
/// have come together lately, the first one waits a little for the others: one sync then serves several. It ends
/// when as many are there as came together lately, or nothing has come for half of the time, so that clients who
/// all wait for their answer do not wait for each other in vain.
final class JournalIntake {
    /// From how many commits a sync on the average waiting begins.
    private static final double COMPANY = 1.5;

    private static final double WEIGHT = 0.1;
    private static final int QUIET_PART = 2;

    /// After so many syncs that served fewer than expected one less is expected.
    private static final int PATIENCE = 4;

    private final long gatherNanos;
    private final LongSupplier nanoTime;
    private final LongConsumer parkNanos;
    private final AtomicReference<@Nullable JournalSubmission> last = new AtomicReference<>();

    /// The average number of commits that shared a sync; changed by who takes.
    private volatile double together = 1;

    /// The most commits that shared a sync lately, one less after some syncs that served fewer; changed by who takes.
    private volatile int expected = 1;

    /// So many syncs have served fewer.
    private int fewer;

    /// @param gather the longest wait
    JournalIntake(Duration gather) {
        this(gather, System::nanoTime, LockSupport::parkNanos);
    }

    JournalIntake(Duration gather, LongSupplier nanoTime, LongConsumer parkNanos) {
        gatherNanos = gather.toNanos();
        this.nanoTime = nanoTime;
        this.parkNanos = parkNanos;
    }

    /// Adds to the list. Never blocks.
    ///
    /// @return true when the writer must be woken: it is the first one, the first that somebody waits for, or
    ///     completes those that were expected
    boolean add(JournalSubmission submission) {
        int own = submission.awaited() ? 1 : 0;
        @Nullable JournalSubmission before;
        do {
            before = last.get();
            submission.next = before;
            submission.awaitedSoFar = own + (before == null ? 0 : before.awaitedSoFar);
        } while (!last.compareAndSet(before, submission));
        return before == null || (own == 1 && (submission.awaitedSoFar == 1 || submission.awaitedSoFar == expected));
    }

    boolean isEmpty() {
        return last.get() == null;
    }

    /// True when commits have come one by one lately.
    boolean comeAlone() {
        return together < COMPANY;
    }

    /// Takes everything, in the order in which it came.
    ///
    /// @return the first one, linked to the others; null when there is none
    @Nullable
    JournalSubmission takeAll() {
        @Nullable JournalSubmission newest = last.getAndSet(null);
        if (newest != null && newest.awaitedSoFar > 0) {
            double before = together;
            together = before + WEIGHT * (newest.awaitedSoFar - before);
            expect(newest.awaitedSoFar);
        }
        @Nullable JournalSubmission after = null;
        for (@Nullable JournalSubmission each = newest; each != null; ) {
            JournalSubmission before = each.next;
            each.next = after;
            after = each;
            each = before;
        }
        return after;
    }

    private void expect(int served) {
        int before = expected;
        fewer = served < before ? fewer + 1 : 0;
        if (served >= before) {
            expected = served;
        } else if (fewer == PATIENCE) {
            expected = before - 1;
            fewer = 0;
        }
    }

    /// Lets the list grow. Called by the writer thread, with something in the list; that thread is unparked by whoever
    /// got true from [#add].
    void gather() {
        long now = nanoTime.getAsLong();
        long end = now + gatherNanos;
        // records that nobody waits for stay until the time is over or somebody comes
        while (awaited() == 0 && now - end < 0) {
            parkNanos.accept(end - now);
            now = nanoTime.getAsLong();
        }
        if (comeAlone()) {
            return;
        }
        end = now + gatherNanos;
        int seen = 0;
        while (now - end < 0 && awaited() > seen && awaited() < expected) {
            seen = awaited();
            parkNanos.accept(Math.min(end - now, gatherNanos / QUIET_PART));
            now = nanoTime.getAsLong();
        }
    }

    private int awaited() {
        @Nullable JournalSubmission newest = last.get();
        return newest == null ? 0 : newest.awaitedSoFar;
    }
}
