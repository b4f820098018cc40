package org.postern.cf;

import org.postern.base.Ascii;

/// The `scanf` formats of F lines: what the first conversion that assigns takes from a line (C standard, 7.21.6.2).
final class ScanFormat {
    private final String format;
    private final String line;
    private int at;

    private ScanFormat(String format, String line) {
        this.format = format;
        this.line = line;
    }

    /// What the first `%s`, `%c` or `%[...]` without `*` matches; empty when nothing does.
    static String first(String format, String line) {
        return new ScanFormat(format, line).scan();
    }

    private String scan() {
        int f = 0;
        while (f < format.length()) {
            char c = format.charAt(f++);
            if (Ascii.isSpace(c)) {
                skipSpace();
            } else if (c == '%' && f < format.length() && format.charAt(f) != '%') {
                Conversion conversion = conversion(f);
                String taken = take(conversion);
                if (taken.isEmpty() || !conversion.discarded()) {
                    return taken;
                }
                f = conversion.end();
            } else {
                f += c == '%' ? 1 : 0;
                if (at >= line.length() || line.charAt(at) != c) {
                    return "";
                }
                at++;
            }
        }
        return "";
    }

    /// One conversion of a format.
    ///
    /// @param discarded true with `*`
    /// @param width the most characters; 0 for any number
    /// @param kind the letter, `[` for a set
    /// @param set what stands between the brackets
    /// @param end the position behind it in the format
    private record Conversion(boolean discarded, int width, char kind, String set, int end) {}

    private Conversion conversion(int start) {
        int s = start;
        boolean discarded = format.charAt(s) == '*';
        if (discarded) {
            s++;
        }
        int width = 0;
        while (s < format.length() && Ascii.isDigit(format.charAt(s))) {
            width = Math.min(width * 10 + format.charAt(s++) - '0', line.length() + 1);
        }
        if (s >= format.length()) {
            return new Conversion(discarded, width, '\0', "", s);
        }
        char kind = format.charAt(s++);
        if (kind != '[') {
            return new Conversion(discarded, width, kind, "", s);
        }
        int first = format.startsWith("^", s) ? s + 1 : s;
        int close = format.indexOf(']', first + 1);
        int end = close < 0 ? format.length() : close;
        return new Conversion(discarded, width, kind, format.substring(s, end), Math.min(end + 1, format.length()));
    }

    /// What the conversion matches from here on.
    private String take(Conversion conversion) {
        if (conversion.kind() == 's') {
            skipSpace();
        }
        int most = conversion.width() == 0 ? line.length() : conversion.width();
        int start = at;
        switch (conversion.kind()) {
            case 's' -> {
                while (at < line.length() && at - start < most && !Ascii.isSpace(line.charAt(at))) {
                    at++;
                }
            }
            case 'c' -> at = Math.min(line.length(), at + Math.max(1, conversion.width()));
            case '[' -> {
                boolean inverted = conversion.set().startsWith("^");
                String members = conversion.set().substring(inverted ? 1 : 0);
                while (at < line.length() && at - start < most && contains(members, line.charAt(at)) != inverted) {
                    at++;
                }
            }
            default -> {
                // numbers and pointers make no words
            }
        }
        return line.substring(start, at);
    }

    private void skipSpace() {
        while (at < line.length() && Ascii.isSpace(line.charAt(at))) {
            at++;
        }
    }

    private static boolean contains(String members, char c) {
        for (int i = 0; i < members.length(); i++) {
            if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
                if (c >= members.charAt(i) && c <= members.charAt(i + 2)) {
                    return true;
                }
                i += 2;
            } else if (members.charAt(i) == c) {
                return true;
            }
        }
        return false;
    }
}
