package org.postern.maps;

import java.io.IOException;
import java.io.InputStream;
import org.postern.base.Ascii;

/// The lines of a text, one after the other; lines end with LF. A longer line than the limit comes in pieces, as with
/// C's `fgets`.
final class TextLines {
    private final InputStream in;
    private final byte[] buffer;
    private int length;
    private int number;
    private boolean complete;

    TextLines(InputStream in, int limit) {
        this.in = in;
        this.buffer = new byte[limit];
    }

    /// Reads the next line or piece; false at the end.
    boolean next() throws IOException {
        length = 0;
        complete = false;
        while (length < buffer.length) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            if (c == '\n') {
                complete = true;
                break;
            }
            buffer[length++] = (byte) c;
        }
        if (length == 0 && !complete) {
            return false;
        }
        number++;
        return true;
    }

    /// The line without its end.
    String line() {
        return Ascii.text(buffer, 0, length);
    }

    /// True when a line end was read, false for a piece of a long line or a last line without end.
    boolean complete() {
        return complete;
    }

    /// How many lines and pieces were read.
    int number() {
        return number;
    }
}
