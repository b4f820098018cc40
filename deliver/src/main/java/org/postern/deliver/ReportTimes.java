package org.postern.deliver;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// The dates of a report, as text.
///
/// @param arrived when the message came
/// @param now when the report is written
/// @param willRetryUntil when the message will be given up
/// @param closingWords what ends the words of warnings and of reports on old messages
record ReportTimes(String arrived, String now, Optional<String> willRetryUntil, Optional<String> closingWords) {
    private static final DateTimeFormatter RFC_5322 =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    /// A date as header fields have it (RFC 5322 §3.3).
    static String date(long epochSeconds) {
        return RFC_5322.format(Instant.ofEpochSecond(epochSeconds).atZone(ZoneId.systemDefault()));
    }
}
