package org.postern.receive;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// The dates that macros hold: `$b` in the form of RFC 5322 §3.3 and `$t` in digits (sendmail op guide §5.2).
final class MailDates {
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final int SECONDS_PER_MINUTE = 60;

    private MailDates() {}

    /// `Sun, 22 Nov 2026 10:02:43 GMT`, or `... +0100`, as sendmail writes it.
    static String header(long epochMillis, ZoneId zone) {
        ZonedDateTime time = Instant.ofEpochMilli(epochMillis).atZone(zone);
        StringBuilder out = new StringBuilder(40);
        out.append(DAYS[time.getDayOfWeek().getValue() - 1]).append(", ");
        out.append(time.getDayOfMonth()).append(' ');
        out.append(MONTHS[time.getMonthValue() - 1]).append(' ').append(time.getYear());
        two(out.append(' '), time.getHour());
        two(out.append(':'), time.getMinute());
        two(out.append(':'), time.getSecond());
        out.append(' ');
        int minutes = time.getOffset().getTotalSeconds() / SECONDS_PER_MINUTE;
        if (minutes == 0) {
            return out.append("GMT").toString();
        }
        out.append(minutes < 0 ? '-' : '+');
        two(out, Math.abs(minutes) / SECONDS_PER_MINUTE);
        two(out, Math.abs(minutes) % SECONDS_PER_MINUTE);
        return out.toString();
    }

    /// `202611221002`, in UTC.
    static String digits(long epochMillis) {
        ZonedDateTime time = Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC);
        StringBuilder out = new StringBuilder(12).append(time.getYear());
        two(out, time.getMonthValue());
        two(out, time.getDayOfMonth());
        two(out, time.getHour());
        two(out, time.getMinute());
        return out.toString();
    }

    private static void two(StringBuilder out, int number) {
        if (number < 10) {
            out.append('0');
        }
        out.append(number);
    }
}
