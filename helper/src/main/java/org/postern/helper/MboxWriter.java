package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.postern.base.Ascii;
import org.postern.os.OpenFile;
import org.postern.os.OsException;

/// Writes messages in the mbox format: a line `From SENDER DATE`, the message with every line that begins with
/// `From ` marked by `>`, and one empty line; and so each.
///
/// The marking is done in headers too and whatever the line before is, so that a reader always sees one message.
final class MboxWriter {
    private static final int FIRST_BUFFER = 8 * 1024;
    private static final int LARGEST_BUFFER = 64 * 1024;
    private static final byte[] FROM = Ascii.bytes("From ");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private final OpenFile file;
    private final OutputStream body = new Body();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int used;
    /// How many bytes of `From ` the line has so far; -1 once it is another line.
    private int matched;
    private int last;

    private final boolean marks;

    MboxWriter(OpenFile file) {
        this(file, true);
    }

    /// @param marks false when lines that begin with `From ` stay as they are (a mailer without flag `E`)
    MboxWriter(OpenFile file, boolean marks) {
        this.file = file;
        this.marks = marks;
    }

    /// The line before a message.
    ///
    /// @param sender the envelope sender, empty for the null sender
    static byte[] fromLine(String sender, long epochSeconds, ZoneId zone) {
        String date = DATE.format(Instant.ofEpochSecond(epochSeconds).atZone(zone));
        return Ascii.bytes("From " + (sender.isEmpty() ? "MAILER-DAEMON" : sender) + " " + date + "\n");
    }

    /// The same for a mailer with flag `U`: a path through hosts ends with the name of its first one.
    static byte[] pathFromLine(String sender, long epochSeconds, ZoneId zone) {
        int bang = sender.indexOf('!');
        if (bang < 0) {
            return fromLine(sender, epochSeconds, zone);
        }
        String date = DATE.format(Instant.ofEpochSecond(epochSeconds).atZone(zone));
        String rest = sender.substring(bang + 1);
        return Ascii.bytes("From " + rest + "  " + date + " remote from " + sender.substring(0, bang) + "\n");
    }

    /// Writes the whole message; its end may be in the file only after [#flush].
    ///
    /// @param sender the envelope sender, empty for the null sender
    /// @throws OsException when the file cannot be written
    /// @throws IOException when the message cannot be read
    void write(String sender, long epochSeconds, ZoneId zone, InputStream message) throws IOException {
        byte[] fromLine = fromLine(sender, epochSeconds, zone);
        put(fromLine, 0, fromLine.length);
        matched = 0;
        last = '\n';
        message.transferTo(body);
        releaseMatched();
        if (last != '\n') {
            put((byte) '\n');
        }
        put((byte) '\n');
    }

    /// Where the bytes of a message go.
    private final class Body extends OutputStream {
        @Override
        public void write(int b) throws OsException {
            body((byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws OsException {
            int end = offset + length;
            int i = offset;
            while (i < end) {
                int rest = matched < 0 ? restOfLine(bytes, i, end) : 0;
                if (rest > 0) {
                    put(bytes, i, rest);
                    last = bytes[i + rest - 1];
                    i += rest;
                } else {
                    body(bytes[i++]);
                }
            }
        }

        /// How many bytes there are before the end of the line.
        private static int restOfLine(byte[] bytes, int from, int end) {
            int i = from;
            while (i < end && bytes[i] != '\n') {
                i++;
            }
            return i - from;
        }
    }

    /// Bytes that may turn out to begin `From ` are held back until that is clear.
    private void body(byte b) throws OsException {
        if (matched >= 0 && b == FROM[matched]) {
            matched++;
            if (matched == FROM.length) {
                if (marks) {
                    put((byte) '>');
                }
                releaseMatched();
            }
        } else {
            releaseMatched();
            put(b);
            if (b == '\n') {
                matched = 0;
            }
        }
        last = b;
    }

    private void releaseMatched() throws OsException {
        for (int i = 0; i < matched; i++) {
            put(FROM[i]);
        }
        matched = -1;
    }

    private void put(byte[] bytes, int from, int count) throws OsException {
        int done = 0;
        while (done < count) {
            makeRoom();
            int part = Math.min(count - done, buffer.length - used);
            System.arraycopy(bytes, from + done, buffer, used, part);
            used += part;
            done += part;
        }
    }

    private void put(byte b) throws OsException {
        makeRoom();
        buffer[used++] = b;
    }

    private void makeRoom() throws OsException {
        if (used == LARGEST_BUFFER) {
            flush();
        }
        if (used == buffer.length) {
            buffer = Arrays.copyOf(buffer, used * 2);
        }
    }

    /// Writes to the file what is still held, without waiting for the disk.
    void flush() throws OsException {
        file.write(buffer, 0, used);
        used = 0;
    }
}
