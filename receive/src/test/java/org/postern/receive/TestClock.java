package org.postern.receive;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.base.Clock;

/// A clock that moves only when a test says so.
final class TestClock implements Clock {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    private volatile long step;

    void advanceMillis(long millis) {
        nanos.addAndGet(millis * 1_000_000L);
    }

    /// From now on the clock moves so far with each reading of [#nanoTime], so that every wait is too long whenever
    /// it began.
    void leap(Duration each) {
        step = each.toNanos();
    }

    @Override
    public long epochMillis() {
        return 1_795_341_763_000L + nanos.get() / 1_000_000L;
    }

    @Override
    public long nanoTime() {
        return nanos.addAndGet(step);
    }
}
