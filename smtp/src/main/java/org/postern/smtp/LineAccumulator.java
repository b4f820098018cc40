package org.postern.smtp;

import org.postern.base.Ascii;

/// Gathers one line from pieces of input, up to a limit.
///
/// A line ends with LF; a CR before it belongs to the line end. Input after the line is left alone.
public final class LineAccumulator {
    private final int limit;
    private byte[] held;
    private int length;
    private boolean complete;
    private boolean tooLong;

    /// @param limit the longest line in bytes, with its line end
    public LineAccumulator(int limit) {
        this.limit = limit;
        this.held = new byte[Math.min(limit, 256)];
    }

    /// Takes bytes up to and with the first LF.
    ///
    /// @return the position after what was taken; smaller than `end` only when the line is complete or too long
    public int take(byte[] bytes, int offset, int end) {
        int at = offset;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        int stop = at < end ? at + 1 : end;
        int size = stop - offset;
        if (length + size > limit) {
            tooLong = true;
            return stop;
        }
        if (length + size > held.length) {
            held = java.util.Arrays.copyOf(held, Math.min(limit, Math.max(length + size, held.length * 2)));
        }
        System.arraycopy(bytes, offset, held, length, size);
        length += size;
        complete = at < end;
        return stop;
    }

    /// True when a whole line is there.
    public boolean complete() {
        return complete && !tooLong;
    }

    /// True when the line is longer than the limit; the rest of it may not have come yet.
    public boolean tooLong() {
        return tooLong;
    }

    /// True when part of a line is there.
    public boolean started() {
        return length > 0;
    }

    /// The line without its line end; the next line may then be gathered.
    public String takeLine() {
        if (!complete()) {
            throw new IllegalStateException("no complete line");
        }
        int end = length - 1;
        if (end > 0 && held[end - 1] == '\r') {
            end--;
        }
        String line = Ascii.text(held, 0, end);
        reset();
        return line;
    }

    /// Forgets what was gathered.
    public void reset() {
        length = 0;
        complete = false;
        tooLong = false;
    }
}
