package org.postern.programs.postern;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.postern.base.Ascii;

/// One client of a rehearsal. It only ever speaks with our own network process.
final class RehearsalClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RehearsalClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 4096);
        out = socket.getOutputStream();
        reply();
        say("EHLO rehearsal.test\r\n");
        reply();
    }

    /// Sends one message, the commands in one piece.
    ///
    /// @return the first digit of the reply to the recipient
    char send(String recipient, String content) throws IOException {
        say("MAIL FROM:<rehearsal@localhost> BODY=8BITMIME\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n");
        reply();
        char answer = reply();
        if (reply() == '3') {
            say(content + ".\r\n");
            reply();
        } else {
            say("RSET\r\n");
            reply();
        }
        return answer;
    }

    private void say(String text) throws IOException {
        out.write(Ascii.bytes(text));
    }

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
                throw new IOException("the network process closed the connection");
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
        return line.charAt(0);
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            say("QUIT\r\n");
            reply();
        }
    }
}
