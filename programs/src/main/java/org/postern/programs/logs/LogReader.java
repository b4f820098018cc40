package org.postern.programs.logs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.postern.base.Ascii;

/// Reads log files line by line, those that logrotate has packed too.
///
/// @param figures takes the lines
/// @param since older lines are passed over
/// @param now for lines without a year
/// @param zone of lines without one
record LogReader(LogFigures figures, Optional<Instant> since, Instant now, ZoneId zone) {
    private static final int LONGEST = 8192;
    private static final int BUFFER = 1 << 16;
    private static final long END = 1 << 20;

    /// Reads a file; a name that ends with `.gz` is unpacked.
    void file(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            stream(file.toString().endsWith(".gz") ? new GZIPInputStream(in, BUFFER) : in);
        }
    }

    /// Reads the last mebibyte of a file.
    void end(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - END));
            stream(Channels.newInputStream(channel));
        }
    }

    /// Reads to the end.
    void stream(InputStream plain) throws IOException {
        BufferedInputStream in = new BufferedInputStream(plain, BUFFER);
        byte[] line = new byte[LONGEST];
        int length = 0;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                line(Ascii.text(line, 0, length));
                length = 0;
            } else if (length < LONGEST) {
                line[length++] = (byte) c;
            }
        }
        if (length > 0) {
            line(Ascii.text(line, 0, length));
        }
    }

    private void line(String text) {
        LogEntry.parse(text, now, zone)
                .filter(entry -> since.isEmpty() || !entry.time().isBefore(since.get()))
                .ifPresent(figures::add);
    }
}
