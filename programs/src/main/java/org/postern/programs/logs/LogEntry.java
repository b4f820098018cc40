package org.postern.programs.logs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.base.Ascii;

/// One line of the mail log.
///
/// @param time when it was written
/// @param id the queue id that it begins with; empty for none and for `NOQUEUE`
/// @param text what follows the id
record LogEntry(Instant time, String id, String text) {
    private static final Pattern CLASSIC = Pattern.compile(
            "([A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d) \\S+ ([^\\s:\\[]+)(?:\\[\\d+\\])?: (.*)", Pattern.DOTALL);
    private static final Pattern MODERN = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)) \\S+ ([^\\s:\\[]+)(?:\\[\\d+\\])?: (.*)",
            Pattern.DOTALL);
    private static final Pattern NUMBERED =
            Pattern.compile("<\\d+>1 (\\S+) \\S+ (\\S+) \\S+ \\S+ (?:-|\\[.*?\\]) ?(.*)", Pattern.DOTALL);
    private static final Pattern JSON_TIME = Pattern.compile("^\\{\"time\":\"([^\"]+)\"");
    private static final Pattern JSON_TEXT = Pattern.compile(",\"line\":\"((?:[^\"\\\\]|\\\\.)*)\"\\}$");
    private static final Pattern ID = Pattern.compile("^([0-9A-Za-z]{12,20}|NOQUEUE): ");
    private static final Set<String> TAGS = Set.of("sendmail", "postern", "newaliases", "msp");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu MMM d HH:mm:ss", Locale.ENGLISH);
    private static final long DAY_SECONDS = 86_400;

    /// Reads a line.
    ///
    /// @param now for the year, which the classic form does not have: the line is not from the future
    /// @param zone of the classic form
    /// @return empty for lines of other programs, and for what is no log line
    static Optional<LogEntry> parse(String line, Instant now, ZoneId zone) {
        if (line.startsWith("{")) {
            return json(line);
        }
        Matcher classic = CLASSIC.matcher(line);
        if (classic.matches()) {
            return stamp(classic.group(1), now, zone).flatMap(time -> of(time, classic.group(2), classic.group(3)));
        }
        Matcher other = MODERN.matcher(line);
        if (!other.matches()) {
            other = NUMBERED.matcher(line);
            if (!other.matches()) {
                return Optional.empty();
            }
        }
        Matcher found = other;
        return instant(found.group(1)).flatMap(time -> of(time, found.group(2), found.group(3)));
    }

    private static Optional<LogEntry> of(Instant time, String tag, String text) {
        Matcher id = ID.matcher(text);
        boolean numbered = id.find();
        if (!numbered && !isOurs(Ascii.lower(tag))) {
            return Optional.empty();
        }
        String name = numbered ? id.group(1) : "";
        return Optional.of(
                new LogEntry(time, name.equals("NOQUEUE") ? "" : name, numbered ? text.substring(id.end()) : text));
    }

    private static boolean isOurs(String tag) {
        return TAGS.contains(tag) || tag.startsWith("sm-") || tag.startsWith("postern") || tag.startsWith("sendmail");
    }

    private static Optional<LogEntry> json(String line) {
        Matcher time = JSON_TIME.matcher(line);
        Matcher text = JSON_TEXT.matcher(line);
        if (!time.find() || !text.find()) {
            return Optional.empty();
        }
        return instant(time.group(1)).flatMap(when -> of(when, "postern", unquoted(text.group(1))));
    }

    private static String unquoted(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
            } else if (text.charAt(i + 1) == 'u' && text.substring(i + 2).matches("(?s)[0-9a-f]{4}.*")) {
                out.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                out.append(text.charAt(++i));
            }
        }
        return out.toString();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> stamp(String text, Instant now, ZoneId zone) {
        int year = now.atZone(zone).getYear();
        String single = text.replaceAll("  +", " ");
        for (int candidate = year; candidate >= year - 4; candidate--) {
            try {
                Instant time = LocalDateTime.parse(candidate + " " + single, STAMP)
                        .atZone(zone)
                        .toInstant();
                if (!time.isAfter(now.plusSeconds(DAY_SECONDS))) {
                    return Optional.of(time);
                }
            } catch (DateTimeException wrong) {
                // 29 February of another year
            }
        }
        return Optional.empty();
    }
}
