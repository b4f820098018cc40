package org.postern.cf;

import org.postern.base.Ascii;

/// A header value as one quoted token, for `${currHeader}` (sendmail op guide §5.1.4).
public final class QuotedValue {
    private QuotedValue() {}

    /// The value in quotes: white space becomes blanks, quotes get a backslash.
    ///
    /// @param longest bytes of the result at most, quotes not counted; the rest is cut off
    public static String of(String value, int longest) {
        StringBuilder out = new StringBuilder(Math.min(value.length(), longest) + 8).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean escaped = c == '"';
            if (out.length() + (escaped ? 2 : 1) > longest + 1) {
                break;
            }
            if (escaped) {
                out.append('\\');
            }
            out.append(Ascii.isSpace(c) ? ' ' : c);
        }
        return out.append('"').toString();
    }
}
