package org.postern.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Opens many sessions, says EHLO in each, leaves them idle, and prints what one of them costs the daemon in resident
/// memory.
public final class IdleSessions {
    private IdleSessions() {}

    /// Runs once.
    ///
    /// @param arguments port, number of sessions, process of the daemon
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        List<Long> process = List.of(Long.valueOf(arguments[2]));
        long before = ProcessFigures.of(process).residentKib();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(socket);
                socket.setSoTimeout(60_000);
                lines(socket.getInputStream());
                socket.getOutputStream().write("EHLO idle.test\r\n".getBytes(StandardCharsets.ISO_8859_1));
                lines(socket.getInputStream());
            }
            long after = ProcessFigures.of(process).residentKib();
            System.out.printf(
                    "sessions=%d before-KiB=%d after-KiB=%d per-session-KiB=%.1f%n",
                    count, before, after, (after - before) / (double) count);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        System.exit(0);
    }

    /// Reads one reply to its last line.
    private static void lines(InputStream in) throws IOException {
        boolean last = false;
        while (!last) {
            StringBuilder line = new StringBuilder();
            int c = in.read();
            while (c >= 0 && c != '\n') {
                line.append((char) c);
                c = in.read();
            }
            if (c < 0) {
                throw new IOException("the daemon closed the connection after: " + line);
            }
            last = line.length() > 3 && line.charAt(3) == ' ';
        }
    }
}
