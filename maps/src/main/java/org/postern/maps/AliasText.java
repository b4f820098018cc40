package org.postern.maps;

import org.postern.base.Ascii;

/// Small steps over the text of alias lines that respect quotes.
final class AliasText {
    private AliasText() {}

    /// The text without its `(comments)`; quotes protect parentheses.
    static String withoutComments(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                if (depth == 0) {
                    out.append(c).append(text.charAt(i));
                }
            } else if (c == '"' && depth == 0) {
                quoted = !quoted;
                out.append(c);
            } else if (c == '(' && !quoted) {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0) {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// The first place of `wanted` outside of quotes; the length of the text when there is none.
    static int firstOutsideQuotes(String text, char wanted) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    /// The last place of `wanted` outside of quotes, or -1.
    static int lastOutsideQuotes(String text, char wanted) {
        int last = -1;
        int from = 0;
        while (true) {
            int next = firstOutsideQuotes(text.substring(from), wanted);
            if (from + next >= text.length()) {
                return last;
            }
            last = from + next;
            from = last + 1;
        }
    }

    /// The first address of a right side.
    static String target(String text) {
        return text.substring(0, endOfTarget(text)).strip();
    }

    /// What follows the first address of a right side, without blanks and commas in front.
    static String afterTarget(String text) {
        int i = endOfTarget(text);
        while (i < text.length() && (text.charAt(i) == ',' || Ascii.isSpace(text.charAt(i)))) {
            i++;
        }
        return text.substring(i);
    }

    /// The first comma outside of quotes, comments and angle brackets; the length of the text when there is none.
    private static int endOfTarget(String text) {
        boolean quoted = false;
        int comment = 0;
        int angle = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"' && comment == 0) {
                quoted = !quoted;
            } else if (!quoted) {
                comment = Math.max(0, comment + (c == '(' ? 1 : c == ')' ? -1 : 0));
                angle = Math.max(0, angle + (c == '<' ? 1 : c == '>' ? -1 : 0));
                if (c == ',' && comment == 0 && angle == 0) {
                    return i;
                }
            }
        }
        return text.length();
    }
}
