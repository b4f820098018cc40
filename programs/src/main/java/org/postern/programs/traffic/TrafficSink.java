package org.postern.programs.traffic;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// A next hop that takes every message, counts it and forgets it.
public final class TrafficSink implements AutoCloseable {
    private static final byte[] END = "\r\n.\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final ServerSocket server;
    private final LongAdder messages = new LongAdder();

    /// Listens on the loopback address.
    ///
    /// @param port 0 for one that the kernel chooses
    public TrafficSink(int port) throws IOException {
        server = new ServerSocket(port, 4096, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("sink").start(this::accept);
    }

    /// Where it listens.
    public int port() {
        return server.getLocalPort();
    }

    /// How many messages it has taken.
    public long messages() {
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
            StringBuilder replies = new StringBuilder("220 sink ESMTP\r\n");
            while (true) {
                if (in.available() == 0) {
                    out.write(replies.toString().getBytes(StandardCharsets.ISO_8859_1));
                    replies.setLength(0);
                }
                String line = line(in);
                if (line.isEmpty()) {
                    return;
                }
                String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> replies.append("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE\r\n");
                    case "DATA" -> {
                        replies.append("354 go\r\n");
                        out.write(replies.toString().getBytes(StandardCharsets.ISO_8859_1));
                        replies.setLength(0);
                        if (!skipMessage(in)) {
                            return;
                        }
                        messages.increment();
                        replies.append("250 2.0.0 taken\r\n");
                    }
                    case "QUIT" -> {
                        out.write("221 2.0.0 bye\r\n".getBytes(StandardCharsets.ISO_8859_1));
                        return;
                    }
                    default -> replies.append("250 2.0.0 ok\r\n");
                }
            }
        } catch (IOException gone) {
            // The peer has gone; the sink keeps no state that could be lost.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder out = new StringBuilder(64);
        int c = in.read();
        while (c >= 0 && c != '\n') {
            if (c != '\r') {
                out.append((char) c);
            }
            c = in.read();
        }
        return out.toString();
    }

    private static boolean skipMessage(InputStream in) throws IOException {
        int matched = 2;
        while (matched < END.length) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            if (c == END[matched]) {
                matched++;
            } else {
                matched = c == '\r' ? 1 : 0;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
