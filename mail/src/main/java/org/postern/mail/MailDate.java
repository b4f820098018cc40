package org.postern.mail;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// Dates as mail writes them (RFC 5322 §3.3), in sendmail's form: `Sun, 1 Nov 2026 09:46:37 +0100`, and `GMT`
/// instead of `+0000`.
public final class MailDate {
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;
    private static final long DAY = 86_400;

    private MailDate() {}

    /// The date of header fields and replies.
    ///
    /// @param epochSeconds seconds since 1970
    /// @param zone the zone of the host
    public static String format(long epochSeconds, ZoneId zone) {
        ZonedDateTime time = Instant.ofEpochSecond(epochSeconds).atZone(zone);
        StringBuilder out = new StringBuilder(32);
        out.append(DAYS[time.get(ChronoField.DAY_OF_WEEK) - 1]).append(", ");
        out.append(time.getDayOfMonth()).append(' ');
        out.append(MONTHS[time.getMonthValue() - 1]).append(' ');
        out.append(time.getYear()).append(' ');
        two(out, time.getHour()).append(':');
        two(out, time.getMinute()).append(':');
        two(out, time.getSecond()).append(' ');
        zone(out, time.getOffset().getTotalSeconds() / SECONDS_PER_MINUTE);
        return out.toString();
    }

    private static void zone(StringBuilder out, int minutes) {
        if (minutes == 0) {
            out.append("GMT");
            return;
        }
        int size = Math.abs(minutes);
        out.append(minutes < 0 ? '-' : '+');
        two(out, size / MINUTES_PER_HOUR);
        two(out, size % MINUTES_PER_HOUR);
    }

    /// Macro `$t`: `202611220946`, always in GMT; part of a Message-Id.
    public static String numeric(long epochSeconds) {
        ZonedDateTime time = Instant.ofEpochSecond(epochSeconds).atZone(java.time.ZoneOffset.UTC);
        return String.format(
                Locale.ROOT,
                "%04d%02d%02d%02d%02d",
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute());
    }

    /// A span of time as the log shows it: `00:01:05`, with days `2+00:01:05`.
    public static String span(long seconds) {
        long rest = Math.max(0, seconds);
        StringBuilder out = new StringBuilder(12);
        if (rest >= DAY) {
            out.append(rest / DAY).append('+');
        }
        int inDay = Math.toIntExact(rest % DAY);
        int minutes = inDay / SECONDS_PER_MINUTE;
        two(out, minutes / MINUTES_PER_HOUR).append(':');
        two(out, minutes % MINUTES_PER_HOUR).append(':');
        return two(out, inDay % SECONDS_PER_MINUTE).toString();
    }

    private static StringBuilder two(StringBuilder out, int number) {
        return number < 10 ? out.append('0').append(number) : out.append(number);
    }
}
