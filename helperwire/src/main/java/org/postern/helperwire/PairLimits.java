package org.postern.helperwire;

import java.time.Duration;

/// The bounds of one pair.
///
/// @param requests requests under way at once, 1 to 1024
/// @param credit bytes of one message that may be on their way to the helper, so that `requests` times `credit` is
///     the most that it holds; 4 KiB to 1 MiB
/// @param largestMessage bytes of one message
/// @param garbage frames that make no sense until the helper closes the pair
/// @param patience how long the network process waits for a place, and then for any progress of its request
public record PairLimits(int requests, int credit, long largestMessage, int garbage, Duration patience) {
    private static final int MOST_REQUESTS = 1024;
    private static final int LEAST_CREDIT = 4 * 1024;
    private static final int MOST_CREDIT = 1024 * 1024;

    public PairLimits {
        boolean good = requests > 0
                && requests <= MOST_REQUESTS
                && credit >= LEAST_CREDIT
                && credit <= MOST_CREDIT
                && largestMessage > 0
                && garbage >= 0
                && patience.isPositive();
        if (!good) {
            throw new IllegalArgumentException("limits of the pair");
        }
    }

    /// 96 requests of 64 KiB each under way, messages up to 2 GiB, 100 pieces of garbage, five minutes.
    public static PairLimits usual() {
        return new PairLimits(96, 64 * 1024, 1L << 31, 100, Duration.ofMinutes(5));
    }

    /// How many requests of one slow class (lists, or programs and files) may be under way: a sixth of all, so that
    /// mailboxes always have places left.
    public int ofOneClass() {
        return Math.max(1, requests / 6);
    }

    /// How long the network process waits for a program or file: longer than [#programTime].
    Duration memberPatience() {
        return patience.multipliedBy(12);
    }

    /// How long a program may run: eleven times the patience, 55 minutes usually.
    public Duration programTime() {
        return patience.multipliedBy(11);
    }
}
