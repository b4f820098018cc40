package org.postern.maps;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.postern.base.Ascii;
import org.postern.base.Clock;

/// One connection to the server of a `socket` map: netstrings there and back, each exchange bounded in time and size.
///
/// A netstring is the length of a text in decimal digits, a colon, the text, a comma.
final class SocketMapConnection implements AutoCloseable {
    private static final int LONGEST_LENGTH = 7;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Clock clock;
    private final ByteBuffer in = ByteBuffer.allocate(4096).limit(0);

    private SocketMapConnection(SocketChannel channel, Selector selector, SelectionKey key, Clock clock) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
        this.clock = clock;
    }

    /// Connects.
    ///
    /// @param deadline in the time of [Clock#nanoTime]
    static SocketMapConnection open(SocketAddress address, Clock clock, long deadline) throws IOException {
        Selector selector = Selector.open();
        SocketChannel channel = null;
        boolean done = false;
        try {
            channel = address instanceof java.net.UnixDomainSocketAddress
                    ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, 0);
            SocketMapConnection connection = new SocketMapConnection(channel, selector, key, clock);
            if (!channel.connect(address)) {
                do {
                    connection.await(SelectionKey.OP_CONNECT, deadline);
                } while (!channel.finishConnect());
            }
            done = true;
            return connection;
        } finally {
            if (!done) {
                if (channel != null) {
                    channel.close();
                }
                selector.close();
            }
        }
    }

    private void await(int operation, long deadline) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - clock.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("timeout");
        }
        key.interestOps(operation);
        selector.selectedKeys().clear();
        int _ = selector.select(left);
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted");
        }
    }

    /// Sends one text and reads one.
    ///
    /// @param limit bytes of the answer
    /// @throws EOFException when the server closed the connection before it answered at all
    /// @throws MapFileException when the answer is no netstring, or too long
    String exchange(String request, int limit, long deadline) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(Ascii.bytes(request.length() + ":" + request + ","));
        while (out.hasRemaining()) {
            if (channel.write(out) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
        int length = 0;
        for (int digits = 0; ; digits++) {
            int c = read(deadline, digits == 0);
            if (c == ':' && digits > 0) {
                break;
            }
            if (c < '0' || c > '9' || digits >= LONGEST_LENGTH) {
                throw new MapFileException("reply is no netstring");
            }
            length = 10 * length + c - '0';
        }
        if (length > limit) {
            throw new MapFileException("reply of " + length + " bytes");
        }
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) read(deadline, false);
        }
        if (read(deadline, false) != ',') {
            throw new MapFileException("reply does not end with a comma");
        }
        return Ascii.text(text);
    }

    private int read(long deadline, boolean first) throws IOException {
        while (!in.hasRemaining()) {
            in.clear();
            int count = channel.read(in);
            in.flip();
            if (count < 0) {
                if (first) {
                    throw new EOFException("EOF");
                }
                throw new MapFileException("reply is cut off");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ, deadline);
            }
        }
        return in.get() & 0xff;
    }

    /// True when the server has said something that nobody asked for: the connection is out of step.
    boolean hasMore() {
        return in.hasRemaining();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
