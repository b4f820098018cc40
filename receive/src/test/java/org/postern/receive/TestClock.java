package org.postern.receive;

import org.postern.base.Clock;

/// A clock that moves only when a test says so.
final class TestClock implements Clock {
    private long nanos = 1_000_000_000L;

    void advanceMillis(long millis) {
        nanos += millis * 1_000_000L;
    }

    @Override
    public long epochMillis() {
        return 1_795_341_763_000L + nanos / 1_000_000L;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }
}
