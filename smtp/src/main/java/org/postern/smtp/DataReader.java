package org.postern.smtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads the data of a message up to the line with a single dot (RFC 5321 §4.5.2), from pieces cut anywhere.
///
/// The output has the form of a `df` file: lines end with LF, stuffed dots are gone. Only CR LF is a line end, and
/// only CR LF . CR LF ends the message; what happens to other CR and LF is a [BareByteRule] (sendmail 8.18, RFC
/// 5321 §2.3.8). This is the guard against mail that another server sees as two.
///
/// It is the busiest loop of the server: eight bytes are looked at in one step, and what lies between line ends is
/// copied as a whole.
public final class DataReader implements BodyReader {
    /// How far the message has come.
    public enum Status {
        /// More data must follow.
        MORE,
        /// The end was seen; what follows in the input is the next command.
        END,
        /// A bare LF, which is refused.
        BARE_LF,
        /// A bare CR, which is refused.
        BARE_CR
    }

    private enum State {
        LINE_START,
        DOT,
        DOT_CR,
        IN_LINE,
        CR
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long FOURTEENS = 0x0e0e0e0e0e0e0e0eL;

    private final boolean strictEnd;
    private final BareByteRule bareLf;
    private final BareByteRule bareCr;
    private State state = State.LINE_START;
    private Status status = Status.MORE;
    private byte[] out = new byte[0];
    private int outLength;
    private long highBits;
    private boolean nul;
    private boolean sawBareLf;
    private boolean sawBareCr;

    /// @param features the letters o, g and u of the session
    public DataReader(SessionFeatures features) {
        this(features.has(ServerFeature.STRICT_END), features.bareLf(), features.bareCr());
    }

    /// @param strictEnd only CR LF . CR LF ends the message; false lets a kept bare LF be a line end there as well
    public DataReader(boolean strictEnd, BareByteRule bareLf, BareByteRule bareCr) {
        this.strictEnd = strictEnd;
        this.bareLf = bareLf;
        this.bareCr = bareCr;
    }

    /// Reads a piece of input. The result is in [#output] until the next call.
    ///
    /// @return the position after what was used, which is `end` unless [#status] has changed
    @Override
    public int read(byte[] in, int offset, int end) {
        if (status != Status.MORE) {
            throw new IllegalStateException("the message has ended: " + status);
        }
        // A held CR can add one byte; everything else shrinks.
        if (out.length < end - offset + 2) {
            out = new byte[end - offset + 2];
        }
        outLength = 0;
        int at = offset;
        while (at < end && status == Status.MORE) {
            at = switch (state) {
                case LINE_START -> lineStart(in, at);
                case IN_LINE -> inLine(in, at, end);
                case CR -> afterCr(in, at);
                case DOT -> afterDot(in, at);
                case DOT_CR -> afterDotCr(in, at);
            };
        }
        return at;
    }

    private int lineStart(byte[] in, int at) {
        if (in[at] == '.') {
            state = State.DOT;
            return at + 1;
        }
        state = State.IN_LINE;
        return at;
    }

    private int inLine(byte[] in, int from, int end) {
        int at = from;
        int run = from;
        while (true) {
            at = lineEnd(in, at, end);
            System.arraycopy(in, run, out, outLength, at - run);
            outLength += at - run;
            if (at == end) {
                return end;
            }
            if (in[at] == '\n') {
                bareLf(false);
                return at + 1;
            }
            if (at + 1 >= end || in[at + 1] != '\n') {
                state = State.CR;
                return at + 1;
            }
            out[outLength++] = '\n';
            at += 2;
            if (at >= end || in[at] == '.') {
                state = State.LINE_START;
                return at;
            }
            run = at;
        }
    }

    private int afterCr(byte[] in, int at) {
        if (in[at] == '\n') {
            out[outLength++] = '\n';
            state = State.LINE_START;
            return at + 1;
        }
        bareCr();
        return at;
    }

    private int afterDot(byte[] in, int at) {
        byte b = in[at];
        if (b == '\r') {
            state = State.DOT_CR;
            return at + 1;
        }
        if (b == '\n') {
            bareLf(true);
            return at + 1;
        }
        state = State.IN_LINE;
        return at;
    }

    private int afterDotCr(byte[] in, int at) {
        if (in[at] == '\n') {
            status = Status.END;
            return at + 1;
        }
        bareCr();
        return at;
    }

    private void bareCr() {
        sawBareCr = true;
        state = State.IN_LINE;
        switch (bareCr) {
            case REFUSE -> status = Status.BARE_CR;
            case BLANK -> out[outLength++] = ' ';
            case KEEP -> out[outLength++] = '\r';
        }
    }

    private void bareLf(boolean afterLoneDot) {
        sawBareLf = true;
        state = State.IN_LINE;
        switch (bareLf) {
            case REFUSE -> status = Status.BARE_LF;
            case BLANK -> out[outLength++] = ' ';
            case KEEP -> keepLf(afterLoneDot);
        }
    }

    private void keepLf(boolean afterLoneDot) {
        if (!strictEnd && afterLoneDot) {
            status = Status.END;
            return;
        }
        if (afterLoneDot) {
            out[outLength++] = '.';
        }
        out[outLength++] = '\n';
        if (!strictEnd) {
            state = State.LINE_START;
        }
    }

    /// The position of the next CR or LF, or `end`; notes bytes above 127 and NUL on the way.
    private int lineEnd(byte[] in, int from, int end) {
        int at = from;
        while (at + 8 <= end) {
            long word = (long) LONGS.get(in, at);
            // A high bit here: the byte is below 14, or a borrow from such a byte reached it.
            if (((word - FOURTEENS) & ~word & HIGH_BITS) == 0) {
                highBits |= word;
                at += 8;
                continue;
            }
            int stop = at + 8;
            while (at < stop) {
                byte b = in[at];
                if (b == '\n' || b == '\r') {
                    return at;
                }
                highBits |= b;
                nul |= b == 0;
                at++;
            }
        }
        while (at < end) {
            byte b = in[at];
            if (b == '\n' || b == '\r') {
                return at;
            }
            highBits |= b;
            nul |= b == 0;
            at++;
        }
        return end;
    }

    /// How far the message has come.
    @Override
    public Status status() {
        return status;
    }

    /// The array that holds what the last [#read] gave, from 0 to [#outputLength]; it belongs to the reader.
    @Override
    public byte[] output() {
        return out;
    }

    /// How many bytes the last [#read] gave.
    @Override
    public int outputLength() {
        return outLength;
    }

    /// True when a byte above 127 was in the data.
    ///
    /// The bits are gathered as they were read, so that the whole loop needs no branch for it.
    @Override
    public boolean eightBit() {
        return (highBits & HIGH_BITS) != 0;
    }

    /// True when a NUL was in the data.
    @Override
    public boolean nul() {
        return nul;
    }

    /// True when a LF without CR was in the data, whatever was done with it.
    public boolean sawBareLf() {
        return sawBareLf;
    }

    /// True when a CR without LF was in the data, whatever was done with it.
    public boolean sawBareCr() {
        return sawBareCr;
    }
}
