package org.postern.queue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.postern.mail.Envelope;

/// When a message that was not delivered is due again.
///
/// @param first after the first attempt; with `maxQueueAge` no wait is shorter than this
/// @param growthPercent how much longer each wait is than the one before, in percent; 100 keeps them equal
/// @param longest no wait is longer than this
/// @param jitterPercent how much of a wait is chosen at random, so that messages that failed together do not come
///     back together
/// @param minQueueAge `MinQueueAge`: no wait is shorter than this
/// @param maxQueueAge `MaxQueueAge`: where it is set, a message waits as long as it was old at its last attempt, at
///     most this; zero for none
public record RetryTimes(
        Duration first,
        int growthPercent,
        Duration longest,
        int jitterPercent,
        Duration minQueueAge,
        Duration maxQueueAge) {
    /// From one minute to one hour.
    public static final RetryTimes STANDARD =
            new RetryTimes(Duration.ofMinutes(1), 200, Duration.ofHours(1), 20, Duration.ZERO, Duration.ZERO);

    private static final int MAX_STEPS = 64;

    public RetryTimes {
        if (first.isNegative() || growthPercent < 100 || jitterPercent < 0 || jitterPercent > 100) {
            throw new IllegalArgumentException("retry times");
        }
    }

    /// The same with the bounds of the options.
    public RetryTimes withAges(Duration atLeast, Duration atMost) {
        return new RetryTimes(first, growthPercent, longest, jitterPercent, atLeast, atMost);
    }

    /// sendmail's own behaviour: each queue run tries everything that is old enough.
    public RetryTimes withInterval(Duration interval) {
        return new RetryTimes(interval, 100, interval, 0, minQueueAge, maxQueueAge);
    }

    /// How long to wait after the last attempt, in milliseconds.
    long delayMillis(Envelope envelope, RandomGenerator random) {
        if (maxQueueAge.isZero()) {
            return delayMillis(envelope.attempts(), random);
        }
        long age = TimeUnit.SECONDS.toMillis(envelope.lastAttemptSeconds() - envelope.arrivedSeconds());
        long wait = Math.clamp(age, 0, maxQueueAge.toMillis());
        return Math.max(Math.max(wait, first.toMillis()), minQueueAge.toMillis());
    }

    /// How long to wait after so many attempts, in milliseconds.
    long delayMillis(int attempts, RandomGenerator random) {
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
