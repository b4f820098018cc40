package org.postern.m4;

import org.postern.base.Ascii;

/// A real number at the begin of a text, as C's `strtod` reads it.
///
/// @param value the number; 0 when there is none
/// @param end where it ends; 0 when there is none
/// @param outOfRange true when it is too large, or too small to be exact
record RealText(double value, int end, boolean outOfRange) {
    static RealText parse(String text) {
        int start = 0;
        while (start < text.length() && Ascii.isSpace(text.charAt(start))) {
            start++;
        }
        boolean negative = text.startsWith("-", start);
        int at = negative || text.startsWith("+", start) ? start + 1 : start;
        RealText magnitude = magnitude(text, at);
        return magnitude.end == 0
                ? magnitude
                : new RealText(negative ? -magnitude.value : magnitude.value, magnitude.end, magnitude.outOfRange);
    }

    private static RealText magnitude(String text, int at) {
        String rest = Ascii.lower(text.substring(at));
        if (rest.startsWith("infinity")) {
            return new RealText(Double.POSITIVE_INFINITY, at + 8, false);
        }
        if (rest.startsWith("inf")) {
            return new RealText(Double.POSITIVE_INFINITY, at + 3, false);
        }
        if (rest.startsWith("nan")) {
            return new RealText(Double.NaN, at + 3, false);
        }
        if (rest.startsWith("0x")) {
            int length = digits(rest, 2, true, 'p');
            if (length > 2) {
                String number = rest.substring(0, length);
                return number(number.indexOf('p') < 0 ? number + "p0" : number, at + length);
            }
            return new RealText(0, at + 1, false);
        }
        int length = digits(rest, 0, false, 'e');
        return length == 0 ? new RealText(0, 0, false) : number(rest.substring(0, length), at + length);
    }

    private static RealText number(String text, int end) {
        double value = Double.parseDouble(text);
        boolean nonZero = false;
        for (int i = text.startsWith("0x") ? 2 : 0; i < text.length() && "ep".indexOf(text.charAt(i)) < 0; i++) {
            nonZero |= text.charAt(i) >= '1';
        }
        return new RealText(value, end, Double.isInfinite(value) || (nonZero && value < Double.MIN_NORMAL));
    }

    /// The end of `digits.digits` with an exponent; `first` when there is no digit.
    private static int digits(String text, int first, boolean hexadecimal, char exponentMark) {
        int at = first;
        int count = 0;
        boolean point = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Ascii.isDigit(c) || (hexadecimal && c >= 'a' && c <= 'f')) {
                count++;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
            at++;
        }
        if (count == 0) {
            return first;
        }
        if (at < text.length() && text.charAt(at) == exponentMark) {
            int exponent = at + 1;
            if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
                exponent++;
            }
            int end = exponent;
            while (end < text.length() && Ascii.isDigit(text.charAt(end))) {
                end++;
            }
            at = end > exponent ? end : at;
        }
        return at;
    }
}
