package org.postern.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One SMTP connection that sends messages.
final class LoadSession implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] envelope;
    private final byte[] content;

    LoadSession(int port, String recipient, byte[] content) throws IOException {
        this.content = content;
        this.envelope = ("MAIL FROM:<load@localhost> BODY=8BITMIME\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream(), 4096);
        out = socket.getOutputStream();
        expect('2');
        say("EHLO load.test\r\n");
        expect('2');
    }

    /// Sends one message and waits until it is accepted.
    void send() throws IOException {
        out.write(envelope);
        expect('2');
        expect('2');
        expect('3');
        out.write(content);
        expect('2');
    }

    /// One round trip.
    void reset() throws IOException {
        say("RSET\r\n");
        expect('2');
    }

    private void say(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void expect(char wanted) throws IOException {
        StringBuilder line = new StringBuilder(80);
        do {
            line.setLength(0);
            int c = in.read();
            while (c >= 0 && c != '\n') {
                line.append((char) c);
                c = in.read();
            }
            if (c < 0) {
                throw new IOException("the daemon closed the connection");
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
        if (line.charAt(0) != wanted) {
            throw new IOException("unexpected reply: " + line.toString().strip());
        }
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            say("QUIT\r\n");
            expect('2');
        }
    }
}
