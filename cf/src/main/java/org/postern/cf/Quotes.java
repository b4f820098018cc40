package org.postern.cf;

/// Quotes in addresses and messages.
final class Quotes {
    private Quotes() {}

    /// Removes quotes; a backslash keeps the next character and goes itself (sendmail's stripquotes).
    static String strip(String text) {
        if (text.indexOf('"') < 0 && text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                out.append(text.charAt(++i));
            } else if (c != '"') {
                out.append(c);
            }
        }
        return out.toString();
    }
}
