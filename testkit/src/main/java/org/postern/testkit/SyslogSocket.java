package org.postern.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/// A place where programs log to that know only `/dev/log`: it stands there for the real sendmail on a [ScratchHost].
/// It is a stream, which the C library takes too; each entry ends with a NUL.
public final class SyslogSocket implements AutoCloseable {
    private static final Pattern HEAD = Pattern.compile("^<\\d+>[A-Z][a-z]{2} [ \\d]\\d [0-9:]{8} [^:]*: ");

    private static final char END = 4;

    private final Path file;
    private final ServerSocketChannel door;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Thread> readers = new CopyOnWriteArrayList<>();
    private final List<String> entries = new CopyOnWriteArrayList<>();

    private SyslogSocket(Path file, ServerSocketChannel door) {
        this.file = file;
        this.door = door;
    }

    /// Begins to listen for the programs that run with these settings.
    public static SyslogSocket in(SendmailFolder folder) {
        return at(folder.etc().resolve("dev/log"));
    }

    /// Begins to listen at this file, which must not be there.
    public static SyslogSocket at(Path file) {
        try {
            Files.createDirectories(file.getParent());
            ServerSocketChannel door =
                    ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            SyslogSocket made = new SyslogSocket(file, door);
            Thread.ofVirtual().start(made::accept);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel program = door.accept();
                readers.add(Thread.ofVirtual().start(() -> read(program)));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void read(SocketChannel program) {
        StringBuilder entry = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        try (program) {
            while (program.read(bytes.clear()) >= 0) {
                for (char c : StandardCharsets.ISO_8859_1
                        .decode(bytes.flip())
                        .toString()
                        .toCharArray()) {
                    if (c == END) {
                        ended.countDown();
                    } else if (c == 0 && !entry.isEmpty()) {
                        entries.add(HEAD.matcher(entry).replaceFirst(""));
                        entry.setLength(0);
                    } else if (c != 0) {
                        entry.append(c);
                    }
                }
            }
        } catch (IOException _) {
            // the program ended
        }
    }

    /// What was logged, without time, program and process id, until all programs that log here have ended: it waits for
    /// those that still run.
    public List<String> atTheEnd() {
        try (SocketChannel last = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            // whoever is accepted before this one has a reader
            last.write(ByteBuffer.wrap(new byte[] {END, 0}));
            ended.await();
            last.shutdownOutput();
            for (Thread reader : readers) {
                reader.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return List.copyOf(entries);
    }

    @Override
    public void close() {
        try {
            door.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
