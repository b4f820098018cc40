package org.postern.sasl;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One conversation with a password service of this host over its unix socket, bounded in time: when the time
/// is over the socket is closed, and whatever waits fails.
final class LocalService implements AutoCloseable {
    private final SocketChannel channel;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ByteBuffer buffer = ByteBuffer.allocate(1024).flip();

    private LocalService(SocketChannel channel, Duration patience) {
        this.channel = channel;
        Thread.ofVirtual().name("password-service-limit").start(() -> {
            try {
                if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    channel.close();
                }
            } catch (InterruptedException | IOException _) {
                // whoever waits for the service finds out
            }
        });
    }

    static LocalService open(String socket, Duration patience) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(socket)));
        return new LocalService(channel, patience);
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }

    /// The next byte.
    ///
    /// @throws EOFException when there is none
    int read() throws IOException {
        while (!buffer.hasRemaining()) {
            buffer.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                throw new EOFException("the service closed the connection");
            }
        }
        return buffer.get() & 0xff;
    }

    byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) read();
        }
        return bytes;
    }

    /// A line without its end.
    byte[] line(int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = read(); c != '\n'; c = read()) {
            line.write(c);
            if (line.size() > limit) {
                throw new IOException("a line of more than " + limit + " bytes");
            }
        }
        return line.toByteArray();
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        channel.close();
    }
}
