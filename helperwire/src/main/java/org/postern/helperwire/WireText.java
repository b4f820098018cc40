package org.postern.helperwire;

import java.util.regex.Pattern;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// The checks of text that goes over the pair.
final class WireText {
    static final int MAX_ADDRESS = 2048;
    static final int MAX_USER = 256;
    static final int MAX_QUEUE_ID = 21;
    static final int MAX_TEXT = 1000;

    private static final Pattern STATUS = Pattern.compile("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}");

    private WireText() {}

    /// Text of at most `limit` bytes without control characters.
    static String bounded(String what, String text, int limit) {
        if (text.length() > limit) {
            throw new IllegalArgumentException(what + " of " + text.length() + " bytes");
        }
        for (int i = 0; i < text.length(); i++) {
            if (Ascii.isControl(text.charAt(i)) || text.charAt(i) > 255) {
                throw new IllegalArgumentException(what + " with the character code " + (int) text.charAt(i));
            }
        }
        return text;
    }

    /// One line of any bytes.
    static String line(String text) {
        boolean good = text.length() <= MAX_ADDRESS;
        for (int i = 0; good && i < text.length(); i++) {
            char c = text.charAt(i);
            good = c != 0 && c != '\n' && c != '\r' && c < 256;
        }
        if (!good) {
            throw new IllegalArgumentException("no line of at most " + MAX_ADDRESS + " bytes");
        }
        return text;
    }

    /// Letters and digits only, as a queue id is.
    static String queueId(String text) {
        boolean good = !text.isEmpty() && text.length() <= MAX_QUEUE_ID;
        for (int i = 0; good && i < text.length(); i++) {
            good = Ascii.isLetter(text.charAt(i)) || Ascii.isDigit(text.charAt(i));
        }
        if (!good) {
            throw new IllegalArgumentException("queue id");
        }
        return text;
    }

    /// An enhanced status code (RFC 3463 §2) of the given class.
    static String status(String text, char kind) {
        if (!STATUS.matcher(text).matches() || text.charAt(0) != kind) {
            throw new IllegalArgumentException("status");
        }
        return text;
    }

    /// Free text made harmless and cut.
    static String free(String text) {
        return PeerText.escape(text, MAX_TEXT);
    }
}
