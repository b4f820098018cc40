package org.postern.base;

import java.time.Duration;

/// The time of day and the elapsed time, as the only source of both.
///
/// Tests inject a clock that they move by hand; product code uses [SystemClock].
public interface Clock {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    long epochMillis();

    /// A monotonic reading in nanoseconds, meaningful only as a difference.
    long nanoTime();

    /// Lets time pass on the calling thread.
    default void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    /// Seconds since 1970-01-01T00:00:00Z, the unit of queue files.
    default long epochSeconds() {
        return Math.floorDiv(epochMillis(), 1000L);
    }
}
