package org.postern.programs.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.Ascii;

/// A file that lines are appended to, each with one write, from many threads. A full disk loses lines, never mail.
final class LineFile implements AutoCloseable {
    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private long lost;

    private LineFile(FileChannel channel) {
        this.channel = channel;
    }

    /// Opens the file for appending; a new one gets mode 0600.
    ///
    /// @throws IOException when it cannot be opened
    static LineFile open(Path file) throws IOException {
        try {
            return new LineFile(FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
        } catch (AccessDeniedException denied) {
            throw new IOException("cannot write " + file + ": Permission denied", denied);
        } catch (NoSuchFileException missing) {
            throw new IOException("cannot write " + file + ": no such directory", missing);
        }
    }

    /// Appends text with its line end.
    void append(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Ascii.bytes(text));
        lock.lock();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException _) {
            lost++;
        } finally {
            lock.unlock();
        }
    }

    /// How many could not be written.
    long lost() {
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
