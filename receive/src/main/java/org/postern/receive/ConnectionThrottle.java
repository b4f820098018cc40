package org.postern.receive;

import org.postern.base.Clock;

/// Option ConnectionRateThrottle: of the connections of one listener in one second, those above the limit wait for
/// the next second. Nobody is refused. Used by one thread.
final class ConnectionThrottle {
    private static final long SECOND = 1_000_000_000L;

    private final Clock clock;
    private final int limit;
    private long second = Long.MIN_VALUE;
    private int taken;

    /// @param limit connections a second; 0 for no limit
    ConnectionThrottle(Clock clock, int limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /// Counts a connection.
    ///
    /// @return how long it has to wait in milliseconds, 0 when it has not
    long millisToWait() {
        if (limit == 0) {
            return 0;
        }
        long now = clock.nanoTime();
        long current = Math.floorDiv(now, SECOND);
        if (current != second) {
            second = current;
            taken = 0;
        }
        taken++;
        if (taken <= limit + 1) {
            return 0;
        }
        long left = (current + 1) * SECOND - now;
        return Math.max(1, left / 1_000_000);
    }
}
