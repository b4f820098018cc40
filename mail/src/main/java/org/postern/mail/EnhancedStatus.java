package org.postern.mail;

import java.util.Optional;
import org.postern.base.Ascii;

/// An enhanced status code `class.subject.detail` (RFC 3463 §2).
///
/// @param kind 2 success, 4 temporary, 5 permanent
/// @param subject 0 to 999
/// @param detail 0 to 999
public record EnhancedStatus(int kind, int subject, int detail) {
    private static final int MAX_PART = 999;

    public EnhancedStatus {
        boolean good = (kind == 2 || kind == 4 || kind == 5)
                && subject >= 0
                && subject <= MAX_PART
                && detail >= 0
                && detail <= MAX_PART;
        if (!good) {
            throw new IllegalArgumentException("status " + kind + "." + subject + "." + detail);
        }
    }

    /// Reads a status code that stands at the start of `text`, up to a blank or the end.
    public static Optional<EnhancedStatus> parse(String text) {
        int end = text.indexOf(' ');
        String[] parts = (end < 0 ? text : text.substring(0, end)).split("\\.", 4);
        if (parts.length != 3 || !number(parts[0], 1) || !number(parts[1], 3) || !number(parts[2], 3)) {
            return Optional.empty();
        }
        int kind = Integer.parseInt(parts[0]);
        if (kind != 2 && kind != 4 && kind != 5) {
            return Optional.empty();
        }
        return Optional.of(new EnhancedStatus(kind, Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
    }

    private static boolean number(String text, int maxDigits) {
        if (text.isEmpty() || text.length() > maxDigits) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!Ascii.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// True for 4.x.x.
    public boolean temporary() {
        return kind == 4;
    }

    /// True for 5.x.x.
    public boolean permanent() {
        return kind == 5;
    }

    @Override
    public String toString() {
        return kind + "." + subject + "." + detail;
    }
}
