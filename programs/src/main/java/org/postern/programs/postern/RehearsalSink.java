package org.postern.programs.postern;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;
import org.postern.base.Ascii;

/// The next hop of a rehearsal: takes every message and forgets it. It only ever speaks with our own network process.
final class RehearsalSink implements AutoCloseable {
    private static final int CONNECTIONS = 256;
    private static final int LONGEST_LINE = 2000;

    private final ServerSocket server;
    private final LongAdder messages = new LongAdder();

    RehearsalSink() throws IOException {
        server = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("rehearsal-sink").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    long messages() {
        return messages.sum();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
            OutputStream out = socket.getOutputStream();
            out.write(Ascii.bytes("220 sink ESMTP\r\n"));
            boolean data = false;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                if (data) {
                    data = !line.equals(".\r\n");
                    if (!data) {
                        messages.increment();
                        out.write(Ascii.bytes("250 2.0.0 taken\r\n"));
                    }
                } else {
                    data = line.startsWith("DATA");
                    out.write(Ascii.bytes(reply(line)));
                }
            }
        } catch (IOException gone) {
            // The peer has gone; the sink keeps no state that could be lost.
        }
    }

    private static String reply(String line) {
        if (line.startsWith("EHLO")) {
            return "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-DSN\r\n250 SIZE\r\n";
        }
        if (line.startsWith("DATA")) {
            return "354 go\r\n";
        }
        return line.startsWith("QUIT") ? "221 2.0.0 bye\r\n" : "250 2.0.0 ok\r\n";
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder out = new StringBuilder(80);
        int c = in.read();
        while (c >= 0 && out.length() < LONGEST_LINE) {
            out.append((char) c);
            if (c == '\n') {
                break;
            }
            c = in.read();
        }
        return out.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
