package org.postern.cf;

import org.postern.base.Ascii;

/// The `scanf` formats of F lines: what the first conversion takes from a line (C standard, 7.21.6.2).
final class ScanFormat {
    private ScanFormat() {}

    /// What the first `%s`, `%c` or `%[...]` of the format matches; empty when nothing does.
    static String first(String format, String line) {
        int f = 0;
        int i = 0;
        while (f < format.length()) {
            char c = format.charAt(f);
            if (c == '%' && f + 1 < format.length() && format.charAt(f + 1) != '%') {
                return conversion(format.substring(f + 1), line, i);
            }
            if (Ascii.isSpace(c)) {
                i = skipSpace(line, i);
                f++;
                continue;
            }
            f += c == '%' ? 2 : 1;
            if (i >= line.length() || line.charAt(i) != c) {
                return "";
            }
            i++;
        }
        return "";
    }

    private static int skipSpace(String line, int start) {
        int i = start;
        while (i < line.length() && Ascii.isSpace(line.charAt(i))) {
            i++;
        }
        return i;
    }

    private static String conversion(String spec, String line, int start) {
        int s = 0;
        boolean discard = spec.startsWith("*");
        if (discard) {
            s++;
        }
        int width = 0;
        while (s < spec.length() && Ascii.isDigit(spec.charAt(s))) {
            width = Math.min(width * 10 + spec.charAt(s++) - '0', line.length() + 1);
        }
        if (s >= spec.length()) {
            return "";
        }
        int limit = width == 0 ? line.length() : Math.min(line.length(), start + width);
        return switch (spec.charAt(s)) {
            case 's' -> word(line, start, width);
            case 'c' -> line.substring(start, Math.min(line.length(), start + Math.max(1, width)));
            case '[' -> set(spec.substring(s + 1), line, start, limit);
            default -> "";
        };
    }

    private static String word(String line, int start, int width) {
        int from = skipSpace(line, start);
        int end = from;
        while (end < line.length() && !Ascii.isSpace(line.charAt(end)) && (width == 0 || end - from < width)) {
            end++;
        }
        return line.substring(from, end);
    }

    private static String set(String spec, String line, int start, int limit) {
        boolean inverted = spec.startsWith("^");
        int from = inverted ? 1 : 0;
        int close = spec.indexOf(']', from + 1);
        String members = spec.substring(from, close < 0 ? spec.length() : close);
        int end = start;
        while (end < limit && contains(members, line.charAt(end)) != inverted) {
            end++;
        }
        return line.substring(start, end);
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
