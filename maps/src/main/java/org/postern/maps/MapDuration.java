package org.postern.maps;

import org.postern.base.Ascii;

/// Durations in the arguments of maps: `30`, `5s`, `1h30m` (sendmail op guide §5.6, time intervals).
final class MapDuration {
    private MapDuration() {}

    /// Seconds; a number without a unit counts seconds. What cannot be read counts as 0.
    static long seconds(String text) {
        long total = 0;
        int i = 0;
        while (i < text.length()) {
            long number = 0;
            int start = i;
            while (i < text.length() && Ascii.isDigit(text.charAt(i)) && number < 1_000_000_000L) {
                number = number * 10 + (text.charAt(i++) - '0');
            }
            if (i == start) {
                return total;
            }
            char unit = i < text.length() ? Ascii.lower(text.charAt(i++)) : 's';
            total += number * factor(unit);
        }
        return total;
    }

    private static long factor(char unit) {
        return switch (unit) {
            case 'w' -> 604_800L;
            case 'd' -> 86_400L;
            case 'h' -> 3_600L;
            case 'm' -> 60L;
            default -> 1L;
        };
    }
}
