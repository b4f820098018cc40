package org.postern.deliver;

import java.time.Duration;
import org.postern.base.Clock;

/// A clock that the test moves.
final class TestClock implements Clock {
    /// Where it begins: 2026-11-22T12:00:00Z.
    static final long BEGIN_SECONDS = 1_795_348_800L;

    private volatile long nanos;

    void advance(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public long epochMillis() {
        return BEGIN_SECONDS * 1000 + nanos / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }
}
