package org.postern.cf;

/// Quotes in addresses and messages.
final class Quotes {
    private Quotes() {}

    /// Removes quotes; a backslash keeps the next character and goes itself (sendmail's stripquotes).
    static String strip(String text) {
        int plain = 0;
        while (plain < text.length() && text.charAt(plain) != '"' && text.charAt(plain) != '\\') {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
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
