package org.postern.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Optional;

/// A message that is read while a thread of its own writes it. What the writer cannot finish does not look finished to
/// the reader. Closing it ends the writer.
final class ConvertedMessage extends InputStream {
    private static final int HELD = 64 * 1024;

    /// Writes the message.
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    private final PipedInputStream in = new PipedInputStream(HELD);
    private volatile Optional<IOException> trouble = Optional.empty();

    ConvertedMessage(Writer writer) throws IOException {
        PipedOutputStream out = new PipedOutputStream(in);
        Thread.ofVirtual().name("message-writer").start(() -> run(writer, out));
    }

    private void run(Writer writer, PipedOutputStream out) {
        try (out) {
            write(writer, out);
        } catch (IOException _) {
            // the reader has gone
        }
    }

    /// The trouble is known before the end of the stream is.
    private void write(Writer writer, OutputStream out) {
        try {
            writer.write(out);
        } catch (IOException failed) {
            trouble = Optional.of(failed);
        } catch (RuntimeException bug) {
            trouble = Optional.of(new IOException(bug));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count < 0 && trouble.isPresent()) {
            throw trouble.get();
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
