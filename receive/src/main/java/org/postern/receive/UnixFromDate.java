package org.postern.receive;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The date of a UNIX `From ` line before a message, `From user Mon Jan  1 00:00:00 2024`: sendmail takes it for
/// the origin date of a message without a Date field.
final class UnixFromDate {
    private static final Pattern DATE =
            Pattern.compile("(\\w{3}) +(\\w{3}) +(\\d{1,2}) +(\\d{2}:\\d{2}:\\d{2}) (?:\\w{1,5} )?(\\d{4})$");
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("MMM d HH:mm:ss uuuu", Locale.ROOT);

    private UnixFromDate() {}

    /// Seconds since 1970; empty when there is no such date at the end of the line.
    static Optional<Long> seconds(String line, ZoneId zone) {
        Matcher date = DATE.matcher(line.stripTrailing());
        if (!date.find()) {
            return Optional.empty();
        }
        String text = date.group(2) + " " + date.group(3) + " " + date.group(4) + " " + date.group(5);
        try {
            return Optional.of(LocalDateTime.parse(text, FORM).atZone(zone).toEpochSecond());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
