package org.postern.queue;

import java.util.concurrent.atomic.AtomicLong;
import org.postern.base.Clock;

/// A clock that a test moves by hand.
final class StandingClock implements Clock {
    private final AtomicLong millis = new AtomicLong(1_795_630_000_000L);

    void advanceSeconds(long seconds) {
        millis.addAndGet(seconds * 1000);
    }

    @Override
    public long epochMillis() {
        return millis.get();
    }

    @Override
    public long nanoTime() {
        return millis.get() * 1_000_000;
    }
}
