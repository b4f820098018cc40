package org.postern.deliver;

import java.time.Duration;
import java.util.Optional;
import org.postern.base.Clock;

/// How long connections of one delivery may take (sendmail op guide §5.6, Timeout.connect, .iconnect and .aconnect).
final class ConnectTime {
    private final Clock clock;
    private final Duration each;
    private final Optional<Duration> all;
    private final boolean firstAttempt;
    private final long beginNanos;

    /// @param each for one connection; zero leaves it to the system
    /// @param all for all of them together; zero for no limit
    /// @param firstAttempt true when the message was never tried
    ConnectTime(Clock clock, Duration each, Duration all, boolean firstAttempt) {
        this.firstAttempt = firstAttempt;
        this.clock = clock;
        this.each = each;
        this.all = all.isZero() ? Optional.empty() : Optional.of(all);
        this.beginNanos = clock.nanoTime();
    }

    /// True when the message was never tried.
    boolean firstAttempt() {
        return firstAttempt;
    }

    /// The time for the next connection in milliseconds, 0 for the system's.
    ///
    /// @return empty when the time for all of them is over
    Optional<Integer> next() {
        if (all.isEmpty()) {
            return Optional.of(millis(each));
        }
        Duration left = all.get().minusNanos(clock.nanoTime() - beginNanos);
        if (left.toMillis() <= 0) {
            return Optional.empty();
        }
        return Optional.of(millis(each.isZero() || left.compareTo(each) < 0 ? left : each));
    }

    private static int millis(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
    }
}
