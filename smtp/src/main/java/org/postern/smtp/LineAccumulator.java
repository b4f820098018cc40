package org.postern.smtp;

import java.util.Arrays;
import org.postern.base.Ascii;

/// Gathers one line from pieces of input, up to a limit.
///
/// A line ends with LF; a CR before it belongs to the line end. Input after the line is left alone.
public final class LineAccumulator {
    private static final int SMALL = 256;

    private final int usual;
    private final String longWord;
    private final int longest;
    private byte[] held;
    private int length;
    private boolean complete;
    private boolean tooLong;
    private boolean longLine;

    /// @param limit the longest line in bytes, with its line end
    public LineAccumulator(int limit) {
        this(limit, "", limit);
    }

    /// @param limit the longest line in bytes, with its line end
    /// @param longWord lines that begin with this word may be longer
    /// @param longest the longest of those, and of what is announced by [#longLine]
    LineAccumulator(int limit, String longWord, int longest) {
        this.usual = limit;
        this.longWord = longWord;
        this.longest = longest;
        this.held = new byte[Math.min(limit, SMALL)];
    }

    /// Says whether the next line may be a long one, whatever it begins with.
    void longLine(boolean allowed) {
        longLine = allowed;
    }

    /// The limit of the line under way.
    int limit() {
        return longLine || beginsWithLongWord() ? longest : usual;
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
        boolean fits = length + size <= longest;
        if (fits) {
            append(bytes, offset, size);
            complete = at < end;
        }
        tooLong = !fits || (length > usual && length > limit());
        return stop;
    }

    private void append(byte[] bytes, int offset, int size) {
        if (length + size > held.length) {
            held = Arrays.copyOf(held, Math.min(longest, Math.max(length + size, held.length * 2)));
        }
        System.arraycopy(bytes, offset, held, length, size);
        length += size;
    }

    private boolean beginsWithLongWord() {
        if (longest == usual) {
            return false;
        }
        int start = 0;
        while (start < length && Ascii.isSpace((char) (held[start] & 0xff))) {
            start++;
        }
        int end = start + longWord.length();
        return end < length
                && Ascii.isSpace((char) (held[end] & 0xff))
                && Ascii.sameIgnoringCase(Ascii.text(held, start, longWord.length()), longWord);
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

    /// Forgets what was gathered. Memory that a long line took is given back.
    public void reset() {
        length = 0;
        complete = false;
        tooLong = false;
        if (held.length > usual) {
            held = new byte[Math.min(usual, SMALL)];
        }
    }
}
