package org.postern.smtp;

/// Turns a message with LF line ends into the data of DATA (RFC 5321 §4.5.2): CR LF line ends, dots stuffed, lines at
/// most as long as the mailer says, and the closing line with a dot. In chunks of BDAT (RFC 3030 §2) dots stay as they
/// are, and no line closes them.
///
/// Whatever the message holds, the output has no bare CR and no bare LF: a CR before a LF belongs to the line end,
/// any other CR becomes a blank. So no message can end early or become two at the next hop.
///
/// Too long lines are cut as sendmail does: `!`, line end, and a blank before the rest (mailer equate `L`).
public final class DataWriter {
    private static final int START = 0;

    private final int lineLimit;
    private final boolean dots;
    private byte[] out;
    private int length;
    private int column = START;
    private boolean heldCr;
    private int heldByte = -1;
    private boolean finished;

    /// @param lineLimit the longest line without its line end, 0 for no limit (mailer equate `L`)
    public DataWriter(int lineLimit) {
        this(lineLimit, true);
    }

    private DataWriter(int lineLimit, boolean dots) {
        if (lineLimit != 0 && lineLimit < 4) {
            throw new IllegalArgumentException("line limit " + lineLimit);
        }
        this.lineLimit = lineLimit;
        this.dots = dots;
        this.out = new byte[8192];
    }

    /// A writer of the bytes of chunks.
    ///
    /// @param lineLimit as for DATA
    public static DataWriter forChunks(int lineLimit) {
        return new DataWriter(lineLimit, false);
    }

    /// Converts the next piece. The result is in [#output] until the next call.
    public void write(byte[] in, int offset, int count) {
        if (finished) {
            throw new IllegalStateException("after the end");
        }
        length = 0;
        int at = offset;
        int end = offset + count;
        while (at < end) {
            byte b = in[at];
            if (heldCr) {
                heldCr = false;
                if (b != '\n') {
                    put((byte) ' ');
                }
            }
            if (b == '\n') {
                endLine();
                at++;
            } else if (b == '\r') {
                heldCr = true;
                at++;
            } else {
                at = run(in, at, end);
            }
        }
    }

    /// Copies bytes up to the next CR or LF.
    private int run(byte[] in, int from, int end) {
        int stop = LineEnds.next(in, from + 1, end);
        int size = stop - from;
        if (lineLimit > 0 && (heldByte >= 0 || column + size >= lineLimit)) {
            for (int at = from; at < stop; at++) {
                put(in[at]);
            }
            return stop;
        }
        room(size + 1);
        if (dots && column == START && in[from] == '.') {
            out[length++] = '.';
        }
        System.arraycopy(in, from, out, length, size);
        length += size;
        column += size;
        return stop;
    }

    /// Adds one byte of a line that may have to be cut. The last byte that fits is held back until it is known
    /// whether the line ends after it.
    private void put(byte b) {
        if (heldByte >= 0) {
            byte held = (byte) heldByte;
            heldByte = -1;
            raw((byte) '!');
            raw((byte) '\r');
            raw((byte) '\n');
            column = START;
            raw((byte) ' ');
            column++;
            put(held);
        }
        if (lineLimit > 0 && column == lineLimit - 1) {
            heldByte = b & 0xff;
            return;
        }
        if (dots && column == START && b == '.') {
            raw((byte) '.');
        }
        raw(b);
        column++;
    }

    private void endLine() {
        if (heldByte >= 0) {
            raw((byte) heldByte);
            heldByte = -1;
        }
        room(2);
        out[length++] = '\r';
        out[length++] = '\n';
        column = START;
    }

    private void raw(byte b) {
        room(1);
        out[length++] = b;
    }

    private void room(int more) {
        if (length + more > out.length) {
            out = java.util.Arrays.copyOf(out, Math.max(length + more, out.length * 2));
        }
    }

    /// Ends the last line if it is open and, for DATA, adds the closing dot.
    public void finish() {
        if (finished) {
            throw new IllegalStateException("after the end");
        }
        length = 0;
        if (heldCr) {
            heldCr = false;
            put((byte) ' ');
        }
        if (column != START || heldByte >= 0) {
            endLine();
        }
        if (dots) {
            raw((byte) '.');
            endLine();
        }
        finished = true;
    }

    /// The array that holds the result of the last call, from 0 to [#outputLength]; it belongs to the writer.
    public byte[] output() {
        return out;
    }

    /// How many bytes the last call gave.
    public int outputLength() {
        return length;
    }
}
