package org.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// Speaks several dialogues with one server at once, all in the calling thread, so that little of the processors is
/// taken from the server that is measured.
final class LoadLoop implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final int PIECE = 1 << 16;

    private final InetSocketAddress server;
    private final LoadWork work;
    private final boolean reuse;
    private final Selector selector;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private final byte[] bytes = new byte[PIECE];
    private int open;

    /// A dialogue and what it has not sent yet.
    private static final class Client {
        private final LoadDialogue dialogue;
        private ByteBuffer unsent = ByteBuffer.allocate(0);

        private Client(LoadDialogue dialogue) {
            this.dialogue = dialogue;
        }
    }

    /// @param port on the loopback address
    /// @param reuse true: each session keeps its connection; false: one connection a message
    LoadLoop(int port, LoadWork work, boolean reuse) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.work = work;
        this.reuse = reuse;
        this.selector = Selector.open();
    }

    /// Sends all the work over so many sessions at once and waits until it is done and they are closed.
    ///
    /// @throws IOException when the server does not take a message, or says nothing for a minute
    void run(int sessions) throws IOException {
        for (int i = 0; i < sessions && work.left(); i++) {
            connect();
        }
        while (open > 0) {
            if (selector.select(PATIENCE_MILLIS) == 0) {
                throw new IOException("no word from the server for " + PATIENCE_MILLIS / 1000 + " seconds");
            }
            for (SelectionKey key : selector.selectedKeys()) {
                ready(key, (SocketChannel) key.channel(), (Client) key.attachment());
            }
            selector.selectedKeys().clear();
        }
        if (!work.finished()) {
            throw new IOException("not all messages were sent");
        }
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = channel.connect(server);
        channel.register(
                selector,
                connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT,
                new Client(new LoadDialogue(work, reuse)));
        open++;
    }

    private void ready(SelectionKey key, SocketChannel channel, Client client) throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            return;
        }
        if (client.unsent.hasRemaining()) {
            send(key, channel, client);
            return;
        }
        int count = channel.read(piece.clear());
        if (count < 0) {
            throw new IOException("the server closed the connection");
        }
        piece.flip().get(bytes, 0, count);
        client.unsent = client.dialogue.take(bytes, count);
        if (client.dialogue.ended()) {
            channel.close();
            open--;
            if (!reuse && work.left()) {
                connect();
            }
        } else if (client.unsent.hasRemaining()) {
            send(key, channel, client);
        }
    }

    /// Replies wait until all that stands before them is sent.
    private static void send(SelectionKey key, SocketChannel channel, Client client) throws IOException {
        channel.write(client.unsent);
        int wanted = client.unsent.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
