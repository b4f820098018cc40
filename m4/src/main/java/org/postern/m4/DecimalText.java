package org.postern.m4;

import org.postern.base.Ascii;

/// A decimal number at the begin of a text, as C's `strtol` reads it with 64 bits.
///
/// @param value the number; the nearest possible one on overflow; 0 when there is none
/// @param end where the number ends; 0 when there is none
/// @param overflow true when it did not fit
record DecimalText(long value, int end, boolean overflow) {
    static DecimalText parse(String text) {
        int at = 0;
        while (at < text.length() && Ascii.isSpace(text.charAt(at))) {
            at++;
        }
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (at < text.length() && (negative || text.charAt(at) == '+')) {
            at++;
        }
        int first = at;
        long value = 0;
        boolean overflow = false;
        while (at < text.length() && Ascii.isDigit(text.charAt(at))) {
            int digit = text.charAt(at++) - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                overflow = true;
            } else {
                // counted downward: the smallest number has no positive twin
                value = value * 10 - digit;
            }
        }
        if (at == first) {
            return new DecimalText(0, 0, false);
        }
        if (overflow || (!negative && value == Long.MIN_VALUE)) {
            return new DecimalText(negative ? Long.MIN_VALUE : Long.MAX_VALUE, at, true);
        }
        return new DecimalText(negative ? value : -value, at, false);
    }
}
