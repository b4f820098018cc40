package org.postern.it;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A next hop that remembers how often it got each message, by the word after `Subject: `.
final class RecordingSink implements AutoCloseable {
    private final ServerSocket server;
    private final Map<String, Integer> received = new ConcurrentHashMap<>();

    RecordingSink() throws IOException {
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    Map<String, Integer> received() {
        return Map.copyOf(received);
    }

    boolean hasAll(Set<String> names) {
        return received.keySet().containsAll(names);
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
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            say(out, "220 sink ESMTP");
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> say(out, "250-sink\r\n250-PIPELINING\r\n250 8BITMIME");
                    case "DATA" -> {
                        say(out, "354 go");
                        String name = message(in);
                        int _ = received.merge(name, 1, Integer::sum);
                        say(out, "250 2.0.0 taken");
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException gone) {
            // The daemon was killed.
        }
    }

    /// Reads up to the dot.
    ///
    /// @throws IOException when the connection ends before it: half a message counts for nothing
    private static String message(InputStream in) throws IOException {
        String name = "";
        for (String line = line(in); !line.equals("."); line = line(in)) {
            if (line.startsWith("Subject: ")) {
                name = line.substring(9);
            }
        }
        return name;
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder out = new StringBuilder();
        int c = in.read();
        while (c != '\n') {
            if (c < 0) {
                throw new IOException("end of the connection");
            }
            if (c != '\r') {
                out.append((char) c);
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
