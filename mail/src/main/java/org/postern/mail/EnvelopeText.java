package org.postern.mail;

/// Refuses at construction what no envelope may hold: line breaks and NUL would forge records of a queue file.
final class EnvelopeText {
    private EnvelopeText() {}

    static void check(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == 0) {
                throw new IllegalArgumentException("a line break or NUL in the " + what);
            }
            if (c > 255) {
                throw new IllegalArgumentException("a character above 255 in the " + what);
            }
        }
    }
}
