package org.postern.deliver;

import org.postern.base.Clock;

/// Times as the log shows them.
final class Elapsed {
    private static final long NANOS = 1_000_000_000L;

    private Elapsed() {}

    /// Whole seconds since a reading of [Clock#nanoTime].
    static long seconds(long sinceNanos, Clock clock) {
        return Math.max(0, (clock.nanoTime() - sinceNanos) / NANOS);
    }

    /// A time in words, as sendmail's reports have it: `4 hours`, `5 days`, `1 day`.
    static String words(long seconds) {
        long[] units = {604_800, 86_400, 3_600, 60};
        String[] names = {"week", "day", "hour", "minute"};
        for (int i = 0; i < units.length; i++) {
            boolean weeksOnly = i > 0 || seconds % units[0] == 0;
            if (weeksOnly && seconds >= units[i]) {
                return plural(seconds / units[i], names[i]);
            }
        }
        return plural(seconds, "second");
    }

    private static String plural(long count, String name) {
        return count + " " + name + (count == 1 ? "" : "s");
    }
}
