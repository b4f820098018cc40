package org.postern.queue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.postern.base.Clock;

/// Finds the messages of the queue directories: all at once, or, when there are more than may be known at a time, one
/// part after the other.
final class QueueParts {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int FOUND_AT_START = 20_000;

    private final QueueRecovery finder;
    private final QueueIndex index;
    private final Clock clock;
    private final int maxKnown;
    private int next;
    private volatile boolean unfinished;
    private volatile long lookedNanos;

    QueueParts(QueueRecovery finder, QueueIndex index, Clock clock, int maxKnown) {
        this.finder = finder;
        this.index = index;
        this.clock = clock;
        this.maxKnown = maxKnown;
    }

    /// The same at the start, when nobody may have to wait: of a large queue only some are found, and the rest by the
    /// next [#find] or [#goOn].
    synchronized void begin() throws IOException {
        lookedNanos = clock.nanoTime();
        int[] left = {FOUND_AT_START};
        unfinished =
                !finder.adopt(QueueKind.NORMAL, QueueRecovery.Part.ALL, entry -> index.adopt(entry) && left[0]-- > 0);
    }

    /// Looks for control files that are not known, in all directories or in the part that has its turn.
    synchronized void find() throws IOException {
        lookedNanos = clock.nanoTime();
        if (finder.adopt(QueueKind.NORMAL, QueueRecovery.Part.ALL, index::adopt)) {
            unfinished = false;
            index.holdsOnlyAPart(false);
            return;
        }
        int count = finder.count(QueueKind.NORMAL);
        // parts of half the size leave room for what comes
        int parts = Math.max(2, Math.ceilDiv(2 * count, maxKnown));
        index.holdsOnlyAPart(true);
        unfinished = false;
        int number = next % parts;
        next = number + 1;
        boolean _ = finder.adopt(QueueKind.NORMAL, new QueueRecovery.Part(number, parts), entry -> {
            boolean _ = index.adopt(entry);
            return true;
        });
    }

    /// Goes on with what [#begin] left, and finds the next part when most of the last one has had its turn.
    void goOn() throws IOException {
        boolean again = unfinished || index.wantsAnotherPart();
        if (again && clock.nanoTime() - lookedNanos >= LOOK_AGAIN_NANOS) {
            find();
        }
    }
}
