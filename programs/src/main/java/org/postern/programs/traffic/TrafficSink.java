package org.postern.programs.traffic;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.base.Ascii;

/// A next hop that takes every message, counts it and forgets it. One thread serves all connections, so that little of
/// the processors is taken from the servers that are measured.
public final class TrafficSink implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final int PIECE = 1 << 17;

    private final ServerSocketChannel server;
    private final Selector selector;
    private final AtomicLong messages = new AtomicLong();
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private final byte[] bytes = new byte[PIECE];

    /// Listens on the loopback address.
    ///
    /// @param port 0 for one that the kernel chooses
    public TrafficSink(int port) throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().daemon().name("sink").start(this::serve);
    }

    /// Where it listens.
    public int port() {
        return server.socket().getLocalPort();
    }

    /// How many messages it has taken.
    public long messages() {
        return messages.get();
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready);
            }
        } catch (IOException | ClosedSelectorException closed) {
            // close() was called; nothing is kept that could be lost.
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.attachment() instanceof SinkDialogue dialogue) {
                read((SocketChannel) key.channel(), dialogue);
            }
        } catch (IOException | CancelledKeyException gone) {
            end(key);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        while (channel != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ, new SinkDialogue());
            try {
                say(channel, "220 sink ESMTP\r\n");
            } catch (IOException gone) {
                end(key);
            }
            channel = server.accept();
        }
    }

    private void read(SocketChannel channel, SinkDialogue dialogue) throws IOException {
        int count = channel.read(piece.clear());
        if (count < 0) {
            channel.close();
            return;
        }
        piece.flip().get(bytes, 0, count);
        messages.addAndGet(dialogue.take(bytes, count));
        String replies = dialogue.replies();
        if (!replies.isEmpty()) {
            say(channel, replies);
        }
        if (dialogue.ended()) {
            channel.close();
        }
    }

    /// Replies are short beside the buffer of a socket, and whoever gets them waits for them.
    private static void say(SocketChannel channel, String text) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(Ascii.bytes(text));
        channel.write(out);
        if (out.hasRemaining()) {
            throw new IOException("a client that does not read its replies");
        }
    }

    private static void end(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SelectionKey key : selector.keys()) {
            end(key);
        }
        selector.close();
    }
}
