package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.postern.base.Ascii;
import org.postern.os.OpenFile;
import org.postern.os.OsException;

/// Writes messages in the mbox format: a line `From SENDER DATE`, the message with every line that begins with
/// `From ` marked by `>`, and one empty line; and so each.
///
/// The marking is done in headers too and whatever the line before is, so that a reader always sees one message.
final class MboxWriter {
    private static final int BUFFER = 64 * 1024;
    private static final int CHUNK = 16 * 1024;
    private static final byte[] FROM = Ascii.bytes("From ");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private final OpenFile file;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] chunk = new byte[CHUNK];
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

    /// Writes the whole message and flushes it to the file, without waiting for the disk.
    ///
    /// @param sender the envelope sender, empty for the null sender
    /// @throws OsException when the file cannot be written
    /// @throws IOException when the message cannot be read
    void write(String sender, long epochSeconds, ZoneId zone, InputStream message) throws IOException {
        put(fromLine(sender, epochSeconds, zone));
        matched = 0;
        last = '\n';
        for (int count = message.read(chunk, 0, chunk.length);
                count >= 0;
                count = message.read(chunk, 0, chunk.length)) {
            for (int i = 0; i < count; i++) {
                body(chunk[i]);
            }
        }
        releaseMatched();
        if (last != '\n') {
            put((byte) '\n');
        }
        put((byte) '\n');
        flush();
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

    private void put(byte[] bytes) throws OsException {
        for (byte b : bytes) {
            put(b);
        }
    }

    private void put(byte b) throws OsException {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = b;
    }

    private void flush() throws OsException {
        file.write(buffer, 0, used);
        used = 0;
    }
}
