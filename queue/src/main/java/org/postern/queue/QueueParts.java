package org.postern.queue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.postern.base.Clock;

/// Finds the messages of the queue directories: all at once, or, when there are more than may be known at a time, one
/// part after the other.
final class QueueParts {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final QueueRecovery finder;
    private final QueueIndex index;
    private final Clock clock;
    private final int maxKnown;
    private int next;
    private volatile long lookedNanos;

    QueueParts(QueueRecovery finder, QueueIndex index, Clock clock, int maxKnown) {
        this.finder = finder;
        this.index = index;
        this.clock = clock;
        this.maxKnown = maxKnown;
    }

    /// Looks for control files that are not known, in all directories or in the part that has its turn.
    synchronized void find() throws IOException {
        lookedNanos = clock.nanoTime();
        int count = finder.count(QueueKind.NORMAL);
        // parts of half the size leave room for what comes
        int parts = count <= maxKnown ? 1 : Math.ceilDiv(2 * count, maxKnown);
        index.holdsOnlyAPart(parts > 1);
        int number = next % parts;
        next = number + 1;
        finder.adopt(QueueKind.NORMAL, new QueueRecovery.Part(number, parts), index::adopt);
    }

    /// Finds the next part when most of the last one has had its turn.
    void goOn() throws IOException {
        if (index.wantsAnotherPart() && clock.nanoTime() - lookedNanos >= LOOK_AGAIN_NANOS) {
            find();
        }
    }
}
