package org.postern.deliver;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/// A connection to a socket in the file system (`A=FILE /path` of an `[IPC]` mailer).
///
/// The channel does not block; a selector waits, because such channels know no time limit.
final class LocalLink implements Link {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    private LocalLink(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ);
    }

    /// Connects; a socket of this machine answers at once or not at all.
    static LocalLink open(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open();
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return new LocalLink(channel, selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            selector.close();
            throw e;
        }
    }

    @Override
    public int read(byte[] bytes, Duration patience) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int count = channel.read(buffer);
        if (count == 0) {
            await(SelectionKey.OP_READ, Math.max(1, patience.toMillis()));
            count = channel.read(buffer);
        }
        if (count == 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return count;
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.write(buffer) == 0) {
                await(SelectionKey.OP_WRITE, 0);
            }
        }
    }

    private void await(int what, long millis) throws IOException {
        try {
            key.interestOps(what);
            selector.select(millis);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException | java.nio.channels.CancelledKeyException e) {
            throw new IOException("closed", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException _) {
            // nothing is left to be done with it
        }
    }
}
