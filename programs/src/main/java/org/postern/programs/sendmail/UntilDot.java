package org.postern.programs.sendmail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Standard input up to a line that holds only a dot, as interactive callers end a message (sendmail(8), without `-i`).
final class UntilDot extends InputStream {
    private final InputStream in;
    private boolean atLineStart = true;
    private boolean ended;
    private int pushedBack = -1;

    UntilDot(InputStream in) {
        this.in = new BufferedInputStream(in, 8192);
    }

    /// True when a line with a dot has ended the input.
    boolean endedByDot() {
        return ended;
    }

    /// What follows the message.
    InputStream rest() {
        return in;
    }

    @Override
    public int read() throws IOException {
        if (ended) {
            return -1;
        }
        int c = next();
        if (c == '.' && atLineStart) {
            int after = next();
            if (after == '\n' || after < 0) {
                ended = true;
                return -1;
            }
            if (after == '\r') {
                int last = next();
                if (last == '\n' || last < 0) {
                    ended = true;
                    return -1;
                }
                // A dot, a carriage return and more: an odd line, and no end. The carriage return is dropped.
                after = last;
            }
            pushedBack = after;
            atLineStart = false;
            return '.';
        }
        atLineStart = c == '\n';
        return c;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int c = read();
            if (c < 0) {
                return count == 0 ? -1 : count;
            }
            buffer[offset + count++] = (byte) c;
            if (c == '\n' && in.available() == 0) {
                return count;
            }
        }
        return count;
    }

    private int next() throws IOException {
        if (pushedBack >= 0) {
            int c = pushedBack;
            pushedBack = -1;
            return c;
        }
        return in.read();
    }
}
