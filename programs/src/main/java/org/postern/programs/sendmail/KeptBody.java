package org.postern.programs.sendmail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The body on standard input, which comes only once, kept while it is read so that a second exchange can have all of
/// it: in memory, and when it grows in a file without a name.
public final class KeptBody implements AutoCloseable {
    private final InputStream source;
    private final int mostInMemory;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private Optional<FileChannel> file = Optional.empty();
    private boolean unreadable;

    /// @param mostInMemory bytes; what comes after them goes to a file
    public KeptBody(InputStream source, int mostInMemory) {
        this.source = source;
        this.mostInMemory = mostInMemory;
    }

    /// Reads from the beginning. One stream at a time.
    public InputStream fromTheBeginning() throws IOException {
        InputStream kept = new ByteArrayInputStream(memory.toByteArray());
        if (file.isPresent()) {
            kept = new SequenceInputStream(kept, new Kept(file.get(), file.get().size()));
        }
        return new SequenceInputStream(kept, new Rest());
    }

    /// True when the source failed: then nobody has, or will have, the whole message.
    public boolean unreadable() {
        return unreadable;
    }

    private void keep(byte[] bytes, int offset, int length) throws IOException {
        int room = Math.max(0, Math.min(length, mostInMemory - memory.size()));
        memory.write(bytes, offset, room);
        if (room == length) {
            return;
        }
        if (file.isEmpty()) {
            Path path = Files.createTempFile("postern-", "");
            try {
                file = Optional.of(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
            } finally {
                Files.delete(path);
            }
        }
        ByteBuffer more = ByteBuffer.wrap(bytes, offset + room, length - room);
        while (more.hasRemaining()) {
            file.get().write(more, file.get().size());
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    /// What is in the file. A stream that ends is closed by the one around it: the file stays open.
    private static final class Kept extends InputStream {
        private final FileChannel file;
        private final long size;
        private final byte[] one = new byte[1];
        private long position;

        Kept(FileChannel file, long size) {
            this.file = file;
            this.size = size;
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int most = (int) Math.min(length, size - position);
            int count = most <= 0 ? -1 : file.read(ByteBuffer.wrap(target, offset, most), position);
            position += Math.max(0, count);
            return count;
        }
    }

    /// What has not been read before.
    private final class Rest extends InputStream {
        private final byte[] one = new byte[1];

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count;
            try {
                count = source.read(target, offset, length);
            } catch (IOException failed) {
                unreadable = true;
                throw failed;
            }
            if (count > 0) {
                keep(target, offset, count);
            }
            return count;
        }
    }
}
