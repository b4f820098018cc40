package org.postern.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// The messages that may be in the journal still, in the order of their arrival. Guarded by the lock of the index.
final class JournaledEntries {
    /// So many times as long may a message stay that is being tried, or will be at once.
    private static final int TRIED = 6;

    private final Deque<QueueEntry> entries = new ArrayDeque<>();

    void add(QueueEntry entry) {
        entries.addLast(entry);
    }

    /// Reserves messages that have been in the journal for longer than `age`, the oldest first. Those whose
    /// first attempt has not ended, that are being tried or belong to a queue run only after six times as long,
    /// because most of them will be gone soon: while deliveries lag behind a burst, files for all of it would
    /// make them lag more.
    ///
    /// @param nowNanos the time, as [QueueEntry#committedNanos]
    List<QueueEntry> old(long nowNanos, long ageNanos, int max) {
        List<QueueEntry> old = new ArrayList<>();
        while (!entries.isEmpty() && entries.getFirst().place == null) {
            entries.removeFirst();
        }
        for (Iterator<QueueEntry> each = entries.iterator(); each.hasNext() && old.size() < max; ) {
            QueueEntry entry = each.next();
            long here = nowNanos - entry.committedNanos;
            if (here < ageNanos) {
                break;
            }
            boolean tried = entry.starting || entry.claimed || entry.run != null;
            boolean due = !tried || here >= TRIED * ageNanos;
            if (due && entry.place != null && !entry.moving) {
                entry.moving = true;
                old.add(entry);
            }
        }
        return old;
    }
}
