package org.postern.programs.sendmail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.queue.QueueSelection;

/// The value of one `-q` flag (sendmail(8)); several flags add up.
final class QueueRunFlag {
    private QueueRunFlag() {}

    /// Reads one value.
    ///
    /// @param before what earlier `-q` flags asked for
    /// @param value what follows `-q`
    /// @return empty when the value is wrong
    static Optional<QueueRunRequest> parse(Optional<QueueRunRequest> before, String value) {
        QueueRunRequest old = before.orElseGet(QueueRunRequest::once);
        if (value.isEmpty()) {
            return Optional.of(old);
        }
        boolean negated = value.charAt(0) == '!';
        String rest = negated ? value.substring(1) : value;
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        String tail = rest.substring(1);
        return switch (rest.charAt(0)) {
            case 'I' -> condition(old, QueueSelection.Part.ID, tail, negated);
            case 'R' -> condition(old, QueueSelection.Part.RECIPIENT, tail, negated);
            case 'S' -> condition(old, QueueSelection.Part.SENDER, tail, negated);
            case 'Q' -> quarantined(old, tail, negated);
            case 'L' -> Optional.of(with(old, old.group(), old.quarantined(), true, old.foreground()));
            case 'G' ->
                negated || old.group().isPresent()
                        ? Optional.empty()
                        : Optional.of(with(old, Optional.of(tail), old.quarantined(), old.lost(), old.foreground()));
            case 'f' -> Optional.of(with(old, old.group(), old.quarantined(), old.lost(), true));
            case 'p' -> interval(old, tail, true);
            default -> negated ? Optional.empty() : interval(old, rest, false);
        };
    }

    /// sendmail's words for a value that [#parse] refuses.
    static String complaint(String value) {
        if (value.startsWith("!G")) {
            return "Can not use -q!G";
        }
        if (value.startsWith("G")) {
            return "Can not use multiple -qG options";
        }
        return value.isEmpty() || value.equals("!")
                ? "Invalid -q value"
                : "Invalid time unit `" + value.charAt(value.length() - 1) + "'";
    }

    private static Optional<QueueRunRequest> quarantined(QueueRunRequest old, String reason, boolean negated) {
        QueueRunRequest now = with(old, old.group(), true, old.lost(), old.foreground());
        return reason.isEmpty() ? Optional.of(now) : condition(now, QueueSelection.Part.REASON, reason, negated);
    }

    private static Optional<QueueRunRequest> condition(
            QueueRunRequest old, QueueSelection.Part part, String text, boolean negated) {
        List<QueueSelection.Condition> all = new ArrayList<>(old.conditions());
        all.add(new QueueSelection.Condition(part, text, negated));
        return Optional.of(new QueueRunRequest(
                old.intervalSeconds(),
                old.persistent(),
                old.foreground(),
                old.group(),
                old.quarantined(),
                old.lost(),
                all));
    }

    private static QueueRunRequest with(
            QueueRunRequest old, Optional<String> group, boolean quarantined, boolean lost, boolean foreground) {
        return new QueueRunRequest(
                old.intervalSeconds(), old.persistent(), foreground, group, quarantined, lost, old.conditions());
    }

    private static Optional<QueueRunRequest> interval(QueueRunRequest old, String text, boolean persistent) {
        Optional<Long> seconds = text.isEmpty() && persistent ? Optional.of(1L) : seconds(text);
        return seconds.map(value -> new QueueRunRequest(
                Optional.of(value),
                persistent,
                old.foreground(),
                old.group(),
                old.quarantined(),
                old.lost(),
                old.conditions()));
    }

    /// A time as sendmail writes it: `30m`, `1h30m`; a bare number is minutes.
    private static Optional<Long> seconds(String text) {
        long total = 0;
        int at = 0;
        while (at < text.length()) {
            long number = 0;
            int start = at;
            while (at < text.length() && Ascii.isDigit(text.charAt(at)) && at - start < 9) {
                number = number * 10 + (text.charAt(at++) - '0');
            }
            if (at == start) {
                return Optional.empty();
            }
            char unit = at < text.length() ? text.charAt(at++) : 'm';
            long factor = unitSeconds(unit);
            if (factor == 0) {
                return Optional.empty();
            }
            total += number * factor;
        }
        return Optional.of(total);
    }

    private static long unitSeconds(char unit) {
        return switch (unit) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            case 'w' -> 604_800;
            default -> 0;
        };
    }
}
