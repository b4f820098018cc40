package org.postern.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/// A connection over TCP.
final class SocketLink implements Link {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /// @param socket connected
    SocketLink(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    @Override
    public int read(byte[] bytes, Duration patience) throws IOException {
        socket.setSoTimeout(Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE));
        return in.read(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // nothing is left to be done with it
        }
    }
}
