package org.postern.base;

import java.nio.charset.StandardCharsets;

/// Text on the wire, in files and in rule sets is a string of bytes: one `char` from 0 to 255 is one byte.
///
/// All conversions between bytes and such text go through this class, so that no other charset slips in. Case is
/// folded for ASCII letters only, never by the rules of a language.
public final class Ascii {
    private Ascii() {}

    /// The bytes as text, one `char` per byte.
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// The bytes from `offset` on as text.
    public static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    /// The text as bytes; a `char` above 255 is a bug of the caller and becomes `?`.
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Lower case for the letters A to Z only.
    public static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return lowerFrom(text, i);
            }
        }
        return text;
    }

    private static String lowerFrom(String text, int first) {
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            out.append(lower(text.charAt(i)));
        }
        return out.toString();
    }

    /// Lower case for the letters A to Z only.
    public static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    /// True when both texts are equal but for the case of A to Z.
    public static boolean sameIgnoringCase(String one, String other) {
        int length = one.length();
        if (length != other.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(one.charAt(i)) != lower(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// True when `text` begins with `prefix` but for the case of A to Z.
    public static boolean startsIgnoringCase(String text, String prefix) {
        return text.length() >= prefix.length() && sameIgnoringCase(text.substring(0, prefix.length()), prefix);
    }

    /// Space, tab, line feed, carriage return, form feed or vertical tab: C's `isspace`.
    public static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /// 0 to 9.
    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// A to Z or a to z.
    public static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /// A byte that neither prints nor is a blank: 0 to 31 and 127.
    public static boolean isControl(char c) {
        return c < ' ' || c == 127;
    }
}
