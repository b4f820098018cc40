package org.postern.programs.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.postern.base.Event;
import org.postern.base.PeerText;

/// The classic line of a log file: `Nov 25 18:19:42 host tag[pid]: text` (RFC 3164 §4.1).
final class LogLine implements LineFormat {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    /// The longest text of one line, in characters.
    static final int LONGEST = 1000;

    private final ZoneId zone;
    private final String middle;

    /// A maker of lines.
    ///
    /// @param zone of the time stamp
    /// @param host the host's name without its domain
    /// @param tag the program's name in the line (`-L`)
    /// @param processId the number behind the tag
    LogLine(ZoneId zone, String host, String tag, long processId) {
        this.zone = zone;
        this.middle = " " + host + " " + tag + "[" + processId + "]: ";
    }

    @Override
    public String of(long epochMillis, Event event) {
        return of(epochMillis, event.line());
    }

    /// One line with its line end.
    String of(long epochMillis, String text) {
        ZonedDateTime time = Instant.ofEpochMilli(epochMillis).atZone(zone);
        StringBuilder out = new StringBuilder(64 + text.length());
        out.append(MONTHS[time.getMonthValue() - 1]).append(' ');
        int day = time.getDayOfMonth();
        if (day < 10) {
            out.append(' ');
        }
        out.append(day).append(' ');
        two(out, time.getHour()).append(':');
        two(out, time.getMinute()).append(':');
        two(out, time.getSecond());
        return out.append(middle)
                .append(PeerText.escape(text, LONGEST))
                .append('\n')
                .toString();
    }

    private static StringBuilder two(StringBuilder out, int number) {
        return out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
