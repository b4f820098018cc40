package org.postern.smtp;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntSupplier;

/// Counts commands that carry no mail and says how much a session is slowed down for them: from the limit on the
/// waits double, 1, 2, 4 ... seconds up to [#LONGEST_MILLIS].
final class NoiseLimits {
    static final long LONGEST_MILLIS = 240_000;
    private static final int DOUBLINGS = 8;
    private static final long SECOND = 1000;

    /// What is counted together.
    enum Kind {
        HELLO,
        QUERY,
        QUEUE_RUN,
        NOOP,
        AUTH
    }

    /// @param number how many there were
    /// @param first true when the limit has just been reached
    /// @param cut true when the session must end
    record Count(int number, boolean first, boolean cut, long delayMillis) {}

    private static final int MAX_HELLO = 3;
    private static final int MAX_QUERY = 6;
    private static final int MAX_QUEUE_RUN = 8;

    private final SessionLimits limits;
    private final IntSupplier authAttempts;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

    /// @param authAttempts the limit of AUTH
    NoiseLimits(SessionLimits limits, IntSupplier authAttempts) {
        this.limits = limits;
        this.authAttempts = authAttempts;
    }

    Count count(Kind kind) {
        int number = counts.merge(kind, 1, Integer::sum);
        int max = max(kind);
        if (max == 0 || number < max) {
            return new Count(number, false, false, 0);
        }
        boolean cut = limits.cutNoisySessions() && number >= 2 * max;
        return new Count(number, number == max, cut, delay(number - max));
    }

    private static long delay(int beyond) {
        return beyond >= DOUBLINGS ? LONGEST_MILLIS : SECOND << beyond;
    }

    private int max(Kind kind) {
        return switch (kind) {
            case HELLO -> MAX_HELLO;
            case QUERY -> MAX_QUERY;
            case QUEUE_RUN -> MAX_QUEUE_RUN;
            case NOOP -> limits.maxNoopCommands();
            case AUTH -> authAttempts.getAsInt();
        };
    }

    void restartHello() {
        counts.remove(Kind.HELLO);
    }
}
