package org.postern.programs.logs;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the lines of a log add up to. Memory is bounded whatever the log holds.
final class LogFigures {
    private static final int NAMES = 4000;
    private static final int LAST_ERRORS = 20;
    private static final int HOURS = 24;
    private static final Pattern FROM = Pattern.compile("^from=(.*?), size=(\\d+),.*?nrcpts=(\\d+)");
    private static final Pattern RELAY = Pattern.compile(", relay=(.*?)(?:, dsn=|, reject=|, arg\\d=|, authid=|$)");
    private static final Pattern STATUS = Pattern.compile(", stat=(.*)$");
    private static final Pattern XDELAY = Pattern.compile(", xdelay=(?:(\\d+)\\+)?(\\d\\d):(\\d\\d):(\\d\\d)");
    private static final Pattern MAILER = Pattern.compile(", mailer=([^,]*)");
    private static final Pattern REJECT = Pattern.compile("^ruleset=([^,]*), arg1=(.*?), .*?reject=(.*)$");
    /// `<x@exam.test>... No mailboxes here`: a recipient that no rule set of checks refused.
    private static final Pattern NOBODY = Pattern.compile("^<[^>]*>\\.\\.\\. (?!Deferred|Sent|queued)(.+)$");

    private static final Pattern AUTH = Pattern.compile("^AUTH=server, relay=.*?, authid=(.*?), mech=");
    private static final Pattern TLS =
            Pattern.compile("^STARTTLS=(?:server|client), .*?version=([^,]*), verify=([^,]*)");
    private static final Pattern FORGED = Pattern.compile(
            "^(?:Authentication-Warning: .*|user \\S+ (?:attempted|changed) .*|invalid domain name .*|.*\\(may be forged\\).*)$");
    private static final Pattern ATTACK = Pattern.compile(
            "possible SMTP attack|probable open proxy|RCPT flood|pre-greeting traffic|did not issue|lost input channel"
                    + "|timeout waiting for input|Too many");
    private static final List<String> ATTACKS = List.of(
            "possible SMTP attack",
            "probable open proxy",
            "RCPT flood",
            "pre-greeting traffic",
            "did not issue",
            "lost input channel",
            "timeout waiting for input",
            "Too many");

    private final ZoneId zone;
    private final long[] received = new long[HOURS];
    private final long[] refused = new long[HOURS];
    private final TopCounter senders = new TopCounter(NAMES);
    private final TopCounter volumes = new TopCounter(NAMES);
    private final TopCounter rejections = new TopCounter(NAMES);
    private final TopCounter relaysDenied = new TopCounter(NAMES);
    private final TopCounter authenticated = new TopCounter(NAMES);
    private final TopCounter authFailures = new TopCounter(NAMES);
    private final TopCounter forgeries = new TopCounter(NAMES);
    private final TopCounter suspicious = new TopCounter(NAMES);
    private final TopCounter results = new TopCounter(NAMES);
    private final TopCounter tls = new TopCounter(NAMES);
    private final Map<String, Slow> destinations = new HashMap<>();
    private final Deque<String> errors = new ArrayDeque<>();
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private long lines;
    private long messages;
    private long bytes;
    private long recipients;

    /// How long one next hop takes.
    ///
    /// @param attempts how many
    /// @param seconds altogether
    /// @param longest of one
    /// @param deferred attempts that were put off
    record Slow(long attempts, long seconds, long longest, long deferred) {
        private Slow and(long more, boolean putOff) {
            return new Slow(attempts + 1, seconds + more, Math.max(longest, more), deferred + (putOff ? 1 : 0));
        }

        long average() {
            return attempts == 0 ? 0 : seconds / attempts;
        }
    }

    /// @param zone for the hours
    LogFigures(ZoneId zone) {
        this.zone = zone;
    }

    /// Adds a line.
    void add(LogEntry entry) {
        lines++;
        first = first.isEmpty() || entry.time().isBefore(first.get()) ? Optional.of(entry.time()) : first;
        last = last.isEmpty() || entry.time().isAfter(last.get()) ? Optional.of(entry.time()) : last;
        String text = entry.text();
        if (text.startsWith("from=")) {
            from(entry);
        } else if (text.startsWith("to=")) {
            to(text);
        } else if (text.startsWith("ruleset=")) {
            reject(entry);
        } else if (text.startsWith("AUTH failure")) {
            authFailures.add(field(text, ", user=") + " from " + relay(text));
        } else if (text.startsWith("AUTH=server")) {
            Matcher auth = AUTH.matcher(text);
            authenticated.add(auth.find() ? auth.group(1) : "?");
        } else if (text.startsWith("STARTTLS=")) {
            Matcher found = TLS.matcher(text);
            if (found.find()) {
                tls.add(found.group(1) + ", verify=" + found.group(2));
            }
        } else {
            other(entry);
        }
    }

    private void other(LogEntry entry) {
        String text = entry.text();
        Matcher nobody = NOBODY.matcher(text);
        if (text.contains("SYSERR")) {
            errors.addLast(text);
            if (errors.size() > LAST_ERRORS) {
                errors.removeFirst();
            }
        } else if (ATTACK.matcher(text).find()) {
            ATTACKS.stream().filter(text::contains).findFirst().ifPresent(suspicious::add);
        } else if (nobody.matches()) {
            rejections.add(shortened(nobody.group(1)));
            refused[entry.time().atZone(zone).getHour()]++;
        }
        Matcher forged = FORGED.matcher(text);
        if (forged.matches()) {
            forgeries.add(text.replaceFirst("^Authentication-Warning: \\S+: ", ""));
        }
    }

    private void from(LogEntry entry) {
        Matcher found = FROM.matcher(entry.text());
        // a session in which every recipient was refused has such a line, too
        if (found.find() && number(found.group(3)) > 0) {
            messages++;
            long size = number(found.group(2));
            bytes += size;
            recipients += number(found.group(3));
            senders.add(found.group(1));
            volumes.add(found.group(1), size);
            received[entry.time().atZone(zone).getHour()]++;
            String relay = relay(entry.text());
            if (relay.contains("(may be forged)")) {
                forgeries.add("host name of " + relay);
            }
        }
    }

    private void to(String text) {
        Matcher status = STATUS.matcher(text);
        String result = status.find() ? status.group(1) : "?";
        boolean deferred = result.startsWith("Deferred");
        results.add(result.startsWith("Sent") ? "Sent" : result.startsWith("queued") ? "queued" : shortened(result));
        Matcher delay = XDELAY.matcher(text);
        Matcher mailer = MAILER.matcher(text);
        if (delay.find()) {
            long days = delay.group(1) == null ? 0 : number(delay.group(1));
            long seconds =
                    ((days * 24 + number(delay.group(2))) * 60 + number(delay.group(3))) * 60 + number(delay.group(4));
            String hop = relay(text);
            String name = hop.equals("?") ? (mailer.find() ? mailer.group(1) : "?") : hop;
            if (destinations.size() < NAMES || destinations.containsKey(name)) {
                destinations.merge(
                        name,
                        new Slow(1, seconds, seconds, deferred ? 1 : 0),
                        (known, one) -> known.and(seconds, deferred));
            }
        }
    }

    private void reject(LogEntry entry) {
        Matcher found = REJECT.matcher(entry.text());
        if (found.find()) {
            String reason = reason(found.group(3));
            rejections.add(reason);
            refused[entry.time().atZone(zone).getHour()]++;
            if (reason.contains("elaying denied")) {
                relaysDenied.add(relay(entry.text()));
            }
        }
    }

    /// The reply without the address that it is about.
    private static String reason(String reply) {
        return shortened(reply.replaceFirst("<[^>]*>\\.\\.\\. ", "")
                .replaceFirst("\\s\\S+@\\S+\\.\\.\\. ", " ")
                .replaceAll("\\[[0-9A-Fa-f:.]+\\]", "[...]"));
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) : text;
    }

    private static String relay(String text) {
        Matcher found = RELAY.matcher(text);
        return found.find() && !found.group(1).isBlank() ? found.group(1) : "?";
    }

    private static String field(String text, String name) {
        int start = text.indexOf(name);
        if (start < 0) {
            return "?";
        }
        int end = text.indexOf(", ", start + name.length());
        String value = text.substring(start + name.length(), end < 0 ? text.length() : end);
        return value.isBlank() ? "?" : value;
    }

    private static long number(String digits) {
        return digits.length() > 15 ? 0 : Long.parseLong(digits);
    }

    long lines() {
        return lines;
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    long recipients() {
        return recipients;
    }

    Optional<Instant> first() {
        return first;
    }

    Optional<Instant> last() {
        return last;
    }

    /// Messages by hour of the day.
    long[] received() {
        return received.clone();
    }

    /// Refusals by hour of the day.
    long[] refused() {
        return refused.clone();
    }

    TopCounter senders() {
        return senders;
    }

    TopCounter volumes() {
        return volumes;
    }

    TopCounter results() {
        return results;
    }

    TopCounter rejections() {
        return rejections;
    }

    TopCounter relaysDenied() {
        return relaysDenied;
    }

    TopCounter authenticated() {
        return authenticated;
    }

    TopCounter authFailures() {
        return authFailures;
    }

    TopCounter forgeries() {
        return forgeries;
    }

    TopCounter suspicious() {
        return suspicious;
    }

    TopCounter tls() {
        return tls;
    }

    /// The next hops that take longest on average, at least one second.
    List<Map.Entry<String, Slow>> slowest(int wanted) {
        return destinations.entrySet().stream()
                .filter(entry ->
                        entry.getValue().average() >= 1 || entry.getValue().deferred() > 0)
                .sorted((one, other) -> {
                    int slower = Long.compare(
                            other.getValue().average(), one.getValue().average());
                    return slower != 0 ? slower : one.getKey().compareTo(other.getKey());
                })
                .limit(wanted)
                .toList();
    }

    /// The last system errors, the newest last.
    List<String> errors() {
        return List.copyOf(errors);
    }
}
