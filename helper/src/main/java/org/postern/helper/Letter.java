package org.postern.helper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/// A message on its way into a mailbox. A small one is held whole, so that nobody waits for its sender while the
/// mailbox is locked; a large one arrives while it is written.
final class Letter {
    /// Bytes up to which a message is held whole; with the most requests at once of the usual limits 3 MiB together.
    static final int SMALL = 32 * 1024;

    /// Bytes that most messages do not have.
    private static final int USUAL = 6 * 1024;

    private final String sender;
    private final byte[] beginning;
    private final int held;
    private final InputStream message;

    private Letter(String sender, byte[] beginning, int held, InputStream message) {
        this.sender = sender;
        this.beginning = beginning;
        this.held = held;
        this.message = message;
    }

    /// Reads a small message whole, and the beginning of another.
    ///
    /// @param sender the envelope sender, empty for the null sender
    /// @throws IOException when the message was given up or is not complete
    static Letter of(String sender, InputStream message) throws IOException {
        byte[] beginning = new byte[USUAL];
        int held = message.readNBytes(beginning, 0, USUAL);
        while (held == beginning.length && held < SMALL) {
            beginning = Arrays.copyOf(beginning, Math.min(SMALL, held * 2));
            held += message.readNBytes(beginning, held, beginning.length - held);
        }
        return new Letter(sender, beginning, held, message);
    }

    String sender() {
        return sender;
    }

    /// Bytes of it that are here.
    int held() {
        return held;
    }

    /// True when all of it is here; then it can be read again and again.
    boolean isWhole() {
        return held < SMALL;
    }

    /// What is to be written.
    ///
    /// @throws IOException when the message has been given up since
    InputStream content() throws IOException {
        InputStream here = new ByteArrayInputStream(beginning, 0, held);
        if (!isWhole()) {
            return new SequenceInputStream(here, message);
        }
        if (message.read() >= 0) {
            throw new IOException("the message goes on behind its end");
        }
        return here;
    }
}
