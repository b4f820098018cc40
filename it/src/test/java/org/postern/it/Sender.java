package org.postern.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One SMTP connection of a test that sends named messages.
final class Sender implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    Sender(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        out = socket.getOutputStream();
        expect("220");
        say("EHLO sender.test\r\n");
        expect("250");
    }

    /// Sends one message.
    ///
    /// @return the reply to the final dot; it begins with 250 when the daemon has taken the responsibility
    String send(String name, String recipient, String padding) throws IOException {
        say("MAIL FROM:<alice@localhost>\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n");
        expect("250");
        expect("250");
        expect("354");
        say("Subject: " + name + "\r\n\r\n" + padding + "\r\n.\r\n");
        return reply();
    }

    private void say(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void expect(String code) throws IOException {
        String reply = reply();
        if (!reply.startsWith(code)) {
            throw new IOException("expected " + code + ", got " + reply);
        }
    }

    private String reply() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException("end of the connection");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
