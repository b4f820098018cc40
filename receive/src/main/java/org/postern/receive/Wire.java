package org.postern.receive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.postern.tls.TlsTransport;

/// The bytes of a connection as they are in the network: what is below all layers.
final class Wire implements Layer, TlsTransport {
    private final SocketChannel channel;
    private boolean last;

    Wire(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(byte[] into) throws IOException {
        return read(ByteBuffer.wrap(into));
    }

    @Override
    public int readNow(byte[] into) throws IOException {
        return readNow(ByteBuffer.wrap(into));
    }

    @Override
    public void write(byte[] data) throws IOException {
        write(ByteBuffer.wrap(data));
    }

    @Override
    public void end() {
        // The end of the connection says it.
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int readNow(ByteBuffer into) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(into);
        } finally {
            channel.configureBlocking(true);
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        if (last) {
            channel.configureBlocking(false);
            channel.write(from);
            return;
        }
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    /// What is written from now on is sent only as far as that is possible without waiting.
    void lastWords() {
        last = true;
    }
}
