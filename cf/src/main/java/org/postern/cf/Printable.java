package org.postern.cf;

import org.postern.base.Ascii;

/// Internal text as sendmail shows it in traces and in answers of `-bt`: operators as they are written, bytes that do
/// not print as `^X`, `\n` or `M-x`.
final class Printable {
    private Printable() {}

    static String text(String internal) {
        StringBuilder out = new StringBuilder(internal.length() + 8);
        append(out, internal);
        return out.toString();
    }

    /// A line of the configuration, whose tabs stay.
    static String line(String internal) {
        StringBuilder out = new StringBuilder(internal.length() + 8);
        for (int i = 0; i < internal.length(); i++) {
            if (internal.charAt(i) == '\t') {
                out.append('\t');
            } else {
                append(out, internal.substring(i, i + 1));
            }
        }
        return out.toString();
    }

    static void append(StringBuilder out, String internal) {
        for (int i = 0; i < internal.length(); i++) {
            char c = internal.charAt(i);
            if (Code.isCode(c)) {
                out.append(Code.written(c));
            } else if (c == Code.META_QUOTE && i + 1 < internal.length()) {
                appendByte(out, internal.charAt(++i));
            } else {
                appendByte(out, c);
            }
        }
    }

    private static void appendByte(StringBuilder out, char raw) {
        char c = raw;
        if (c >= 0x80 && c <= 0xff) {
            out.append("M-");
            c = (char) (c & 0x7f);
        }
        if (!Ascii.isControl(c)) {
            out.append(c);
            return;
        }
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append('^').append((char) (c ^ 0x40));
        }
    }

    /// A token vector as traces show it: each token behind a blank.
    static void append(StringBuilder out, Tokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            out.append(' ');
            append(out, tokens.get(i).text());
        }
    }
}
