package org.postern.programs.traffic;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.postern.base.Ascii;

/// One SMTP connection that sends messages.
public final class TrafficSession implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private boolean pipelining;

    private TrafficSession(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 4096);
        this.out = socket.getOutputStream();
    }

    /// Connects to a server on the loopback address and greets it.
    public static TrafficSession plain(int port) throws IOException {
        return greeted(connect(port));
    }

    /// The same from another address of this host.
    public static TrafficSession from(InetAddress client, int port) throws IOException {
        return greeted(prepared(new Socket(InetAddress.getLoopbackAddress(), port, client, 0)));
    }

    /// The same as [#plain] with STARTTLS, and a greeting once more after it. Any certificate will do: this is
    /// traffic, no protection.
    public static TrafficSession encrypted(int port) throws IOException {
        TrafficSession clear = greeted(connect(port));
        clear.command("STARTTLS");
        TrafficSession session =
                new TrafficSession(AnyCertificate.FACTORY.createSocket(clear.socket, "localhost", port, true));
        session.command("EHLO load.test");
        return session;
    }

    private static Socket connect(int port) throws IOException {
        return prepared(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    private static Socket prepared(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static TrafficSession greeted(Socket socket) throws IOException {
        TrafficSession session = new TrafficSession(socket);
        session.expect('2');
        session.command("EHLO load.test");
        return session;
    }

    /// Sends one message, its commands in one piece unless the server refuses that, and waits for all replies.
    ///
    /// @return false when the recipient was refused
    /// @throws IOException when the server does anything else than to accept it or to refuse the recipient
    public boolean send(TrafficMessage message) throws IOException {
        if (pipelining) {
            out.write(message.envelope());
        }
        alone(message, 0);
        expect('2');
        alone(message, 1);
        boolean recipient = reply() == '2';
        alone(message, 2);
        boolean data = reply() == '3';
        if (recipient != data) {
            throw new IOException("the server takes a message for nobody, or none for somebody");
        }
        if (!data) {
            reset();
            return false;
        }
        out.write(message.content());
        expect('2');
        return true;
    }

    private void alone(TrafficMessage message, int command) throws IOException {
        if (!pipelining) {
            out.write(message.command(command));
        }
    }

    /// One round trip.
    public void reset() throws IOException {
        command("RSET");
    }

    private void command(String text) throws IOException {
        out.write(Ascii.bytes(text + "\r\n"));
        expect('2');
    }

    private void expect(char wanted) throws IOException {
        char found = reply();
        if (found != wanted) {
            throw new IOException("unexpected reply that begins with " + found);
        }
    }

    /// The first digit of the next reply.
    private char reply() throws IOException {
        StringBuilder line = new StringBuilder(80);
        do {
            line.setLength(0);
            int c = in.read();
            while (c >= 0 && c != '\n') {
                line.append((char) c);
                c = in.read();
            }
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            pipelining |= line.indexOf("PIPELINING") == 4;
        } while (line.length() > 3 && line.charAt(3) == '-');
        return line.charAt(0);
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            command("QUIT");
        }
    }
}
