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
import org.postern.smtp.TrafficSink;

/// The file that `-X` names: everything that is said over SMTP, one line each, as sendmail writes it: `01234 <<< EHLO
/// client`, `01234 >>> 250 ...`.
///
/// Lines are appended with one write each. A full disk loses lines, never mail.
public final class TrafficLog implements TrafficSink, AutoCloseable {
    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private long lost;

    private TrafficLog(FileChannel channel) {
        this.channel = channel;
    }

    /// Opens the file for appending; a new one gets mode 0600, for it holds whole messages.
    ///
    /// @throws IOException when it cannot be opened
    public static TrafficLog open(Path file) throws IOException {
        return new TrafficLog(FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }

    @Override
    public void line(long session, Direction direction, String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        String number = Long.toString(session);
        out.repeat('0', Math.max(0, 5 - number.length())).append(number);
        out.append(' ').append(direction.sign()).append(' ').append(text).append('\n');
        ByteBuffer bytes = ByteBuffer.wrap(Ascii.bytes(out.toString()));
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
