package org.postern.maps;

import java.util.Locale;
import org.postern.base.Ascii;

/// Numbers as C's `strtol(text, NULL, 0)` reads them.
final class CNumber {
    private CNumber() {}

    /// The number at the start of the text: `0x` hexadecimal, `0` octal, else decimal; 0 when there is none; too large
    /// ones become the largest.
    static long parse(String text) {
        int i = 0;
        while (i < text.length() && Ascii.isSpace(text.charAt(i))) {
            i++;
        }
        boolean negative = i < text.length() && text.charAt(i) == '-';
        if (negative || (i < text.length() && text.charAt(i) == '+')) {
            i++;
        }
        int base = 10;
        if (text.startsWith("0", i)) {
            boolean hexadecimal = text.startsWith("x", i + 1) || text.startsWith("X", i + 1);
            base = hexadecimal && Character.digit(at(text, i + 2), 16) >= 0 ? 16 : 8;
            i += base == 16 ? 2 : 0;
        }
        return digits(text.substring(i).toLowerCase(Locale.ROOT), base, negative);
    }

    private static long digits(String text, int base, boolean negative) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, base) : -1;
            if (digit < 0) {
                break;
            }
            if (value > (Long.MAX_VALUE - digit) / base) {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            value = value * base + digit;
        }
        return negative ? -value : value;
    }

    private static char at(String text, int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }
}
