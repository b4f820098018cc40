package org.postern.cf;

import org.postern.base.Ascii;

/// Times of the configuration: `3d2h30m10s`, `now`, a leading `-` (sendmail op guide §5.6).
final class CfTime {
    private CfTime() {}

    /// A time, and whether a unit was none.
    ///
    /// @param badUnits the letters that are no units, in order
    record Parsed(long seconds, String badUnits) {}

    static Parsed parse(String text, char defaultUnit) {
        if (Ascii.sameIgnoringCase(text, "now")) {
            return new Parsed(0, "");
        }
        int i = 0;
        boolean negative = text.startsWith("-");
        if (negative) {
            i++;
        }
        long total = 0;
        StringBuilder bad = new StringBuilder(0);
        while (i < text.length()) {
            long count = 0;
            while (i < text.length() && Ascii.isDigit(text.charAt(i))) {
                count = Math.min(count * 10 + text.charAt(i++) - '0', Integer.MAX_VALUE);
            }
            char unit = i < text.length() ? text.charAt(i++) : defaultUnit;
            long factor = factor(unit);
            if (factor == 0) {
                bad.append(unit);
                factor = Math.max(1, factor(defaultUnit));
            }
            total += count * factor;
        }
        return new Parsed(negative ? -total : total, bad.toString());
    }

    private static long factor(char unit) {
        return switch (Ascii.lower(unit)) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            case 'w' -> 604_800;
            default -> 0;
        };
    }
}
