package org.postern.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.base.Clock;

/// A clock that stands still until the test moves it.
public final class FakeClock implements Clock {
    /// Where [#FakeClock()] begins: 2026-01-02T03:04:05Z.
    public static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicLong nanosSinceEpoch;

    /// A clock at [#BEGIN].
    public FakeClock() {
        this(BEGIN);
    }

    /// A clock at this time.
    public FakeClock(Instant begin) {
        nanosSinceEpoch = new AtomicLong(Math.addExact(begin.getEpochSecond() * 1_000_000_000L, begin.getNano()));
    }

    /// Lets time pass.
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        nanosSinceEpoch.addAndGet(duration.toNanos());
    }

    @Override
    public void pause(Duration time) {
        advance(time);
    }

    @Override
    public long epochMillis() {
        return Math.floorDiv(nanosSinceEpoch.get(), 1_000_000L);
    }

    @Override
    public long nanoTime() {
        return nanosSinceEpoch.get();
    }
}
