package org.postern.deliver;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.postern.base.Ascii;

/// Changes lines as mailer flags want: `From ` quoted (`E`), NUL dropped (`1`), the eighth bit dropped (`7`), an empty
/// line at the end (`b`).
final class LineFlags extends OutputStream {
    private static final int FIRST_ROOM = 8192;
    private static final byte[] FROM = Ascii.bytes("From ");

    private final OutputStream out;
    private final boolean quoteFrom;
    private final boolean dropNul;
    private final boolean strip;
    private final byte[] one = new byte[1];
    private byte[] result = new byte[0];
    private int length;
    private int matched;
    private int lineEnds = 1;

    LineFlags(OutputStream out, boolean quoteFrom, boolean dropNul, boolean strip) {
        this.out = out;
        this.quoteFrom = quoteFrom;
        this.dropNul = dropNul;
        this.strip = strip;
    }

    @Override
    public void write(int b) throws IOException {
        one[0] = (byte) b;
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (!quoteFrom && !dropNul && !strip && count > 0) {
            out.write(bytes, offset, count);
            noteEnd(bytes, offset, count);
            return;
        }
        for (int i = offset; i < offset + count; i++) {
            byte b = strip ? (byte) (bytes[i] & 0x7f) : bytes[i];
            if (b != 0 || !dropNul) {
                next(b);
            }
        }
        out.write(result, 0, length);
        length = 0;
    }

    private void noteEnd(byte[] bytes, int offset, int count) {
        int ends = 0;
        while (ends < count && ends < 2 && bytes[offset + count - 1 - ends] == '\n') {
            ends++;
        }
        lineEnds = ends == count ? lineEnds + ends : ends;
    }

    private void next(byte b) {
        boolean atStart = lineEnds > 0 && matched == 0;
        if (quoteFrom && (atStart || matched > 0) && b == FROM[matched]) {
            matched++;
            lineEnds = 0;
            if (matched == FROM.length) {
                add((byte) '>');
                release();
            }
            return;
        }
        release();
        add(b);
        lineEnds = b == '\n' ? lineEnds + 1 : 0;
    }

    /// Lets go of what was held back because it could have been `From `.
    private void release() {
        int count = matched;
        matched = 0;
        for (int i = 0; i < count; i++) {
            add(FROM[i]);
        }
    }

    private void add(byte b) {
        if (length == result.length) {
            result = Arrays.copyOf(result, Math.max(FIRST_ROOM, length * 2));
        }
        result[length++] = b;
    }

    /// Ends the message.
    ///
    /// @param blankLine true for an empty line behind it
    void end(boolean blankLine) throws IOException {
        release();
        if (blankLine && lineEnds < 2) {
            if (lineEnds == 0) {
                add((byte) '\n');
            }
            add((byte) '\n');
        }
        out.write(result, 0, length);
        length = 0;
    }
}
