package org.postern.programs.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;

/// Appends the lines of events to a file, one write a line, so that `tail -f` sees whole lines.
///
/// A full disk loses log lines, never mail: write errors are counted.
public final class FileEventLog implements EventSink, AutoCloseable {
    private final FileChannel channel;
    private final Clock clock;
    private final LineFormat lines;
    private final int logLevel;
    private final ReentrantLock lock = new ReentrantLock();
    private long lost;

    private FileEventLog(FileChannel channel, Clock clock, LineFormat lines, int logLevel) {
        this.channel = channel;
        this.clock = clock;
        this.lines = lines;
        this.logLevel = logLevel;
    }

    /// Opens the file for appending; a new one gets mode 0600.
    ///
    /// @param logLevel events above this level are dropped
    /// @throws IOException when the file cannot be opened
    public static FileEventLog open(Path file, Clock clock, LogIdentity identity, int logLevel) throws IOException {
        return open(file, clock, identity.lines(), logLevel);
    }

    /// The same with one JSON object for each event.
    ///
    /// @param logLevel events above this level are dropped
    /// @throws IOException when the file cannot be opened
    public static FileEventLog openJson(Path file, Clock clock, LogIdentity identity, int logLevel) throws IOException {
        return open(file, clock, new JsonLine(identity), logLevel);
    }

    private static FileEventLog open(Path file, Clock clock, LineFormat lines, int logLevel) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new FileEventLog(channel, clock, lines, logLevel);
    }

    @Override
    public void accept(Event event) {
        if (event.logLevel() > logLevel) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Ascii.bytes(lines.of(clock.epochMillis(), event)));
        lock.lock();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failed) {
            lost++;
        } finally {
            lock.unlock();
        }
    }

    /// Lines that could not be written.
    public long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
