package org.postern.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// When a message that was not delivered is due again.
///
/// @param first after the first attempt
/// @param growthPercent how much longer each wait is than the one before, in percent; 100 keeps them equal
/// @param longest no wait is longer than this
/// @param jitterPercent how much of a wait is chosen at random, so that messages that failed together do not come
///     back together
/// @param minQueueAge `MinQueueAge`: no wait is shorter than this
public record RetryTimes(Duration first, int growthPercent, Duration longest, int jitterPercent, Duration minQueueAge) {
    /// From one minute to one hour.
    public static final RetryTimes STANDARD =
            new RetryTimes(Duration.ofMinutes(1), 200, Duration.ofHours(1), 20, Duration.ZERO);

    private static final int MAX_STEPS = 64;

    public RetryTimes {
        if (first.isNegative() || growthPercent < 100 || jitterPercent < 0 || jitterPercent > 100) {
            throw new IllegalArgumentException("retry times");
        }
    }

    /// sendmail's own behaviour: each queue run tries everything.
    public static RetryTimes queueInterval(Duration interval, Duration minQueueAge) {
        return new RetryTimes(interval, 100, interval, 0, minQueueAge);
    }

    /// How long to wait after so many attempts, in milliseconds.
    public long delayMillis(int attempts, RandomGenerator random) {
        long limit = longest.toMillis();
        long delay = first.toMillis();
        for (int i = 1; i < Math.min(attempts, MAX_STEPS) && delay < limit; i++) {
            delay = delay * growthPercent / 100;
        }
        delay = Math.min(delay, limit);
        long variable = delay * jitterPercent / 100;
        if (variable > 0) {
            delay += random.nextLong(variable + 1) - variable / 2;
        }
        return Math.max(delay, minQueueAge.toMillis());
    }
}
