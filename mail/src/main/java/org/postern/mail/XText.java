package org.postern.mail;

/// The xtext form of DSN and AUTH parameters (RFC 3461 §4): printable characters stand for themselves, everything
/// else and `+` and `=` are written as `+` and two hexadecimal digits.
public final class XText {
    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private XText() {}

    /// True when every character may stand in xtext and every `+` is followed by two hexadecimal digits that do not
    /// stand for NUL, CR or LF: those could not be passed on to anything that works with lines.
    public static boolean isWellFormed(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < '!' || c > '~' || c == '=') {
                return false;
            }
            if (c == '+') {
                if (at + 2 >= text.length()) {
                    return false;
                }
                int value = value(text, at);
                if (value <= 0 || value == '\r' || value == '\n') {
                    return false;
                }
                at += 2;
            }
        }
        return true;
    }

    /// The two digits after the `+` at `at`; -1 when they are not hexadecimal.
    private static int value(String text, int at) {
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /// Writes text as xtext.
    public static String encode(String text) {
        return encode(text, "");
    }

    /// Writes text as xtext, with further characters written in hexadecimal.
    ///
    /// @param also more characters that must not stand for themselves
    public static String encode(String text, String also) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '!' || c > '~' || c == '+' || c == '=' || also.indexOf(c) >= 0) {
                out.append('+').append(DIGITS[(c >> 4) & 15]).append(DIGITS[c & 15]);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// Reads xtext; a `+` without two digits stands for itself.
    public static String decode(String text) {
        if (text.indexOf('+') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            int value = c == '+' && at + 2 < text.length() ? value(text, at) : -1;
            if (value >= 0) {
                out.append((char) value);
                at += 2;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
