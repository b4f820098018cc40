package org.postern.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Opens many sessions, says EHLO in each, leaves them idle, and prints what one of them costs the daemon in resident
/// memory; with `tls` each begins TLS as well.
public final class IdleSessions {
    /// One client address alone does not get all sessions that Postern has.
    private static final int ADDRESSES = 8;

    /// What a server does only once, for the first sessions of its life, is no cost of an idle one.
    private static final int FIRST_ONES = 20;

    private static final long MOMENT_MILLIS = 1000;
    private static final int GREETING_MILLIS = 60_000;
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final long RESERVE_KIB = 3L << 20;

    private IdleSessions() {}

    /// Runs once.
    ///
    /// @param arguments port, number of sessions, process of the daemon or folder of its control group, and at most
    ///     how many seconds a greeting may take (default: 60); fewer sessions are measured when the daemon
    ///     admits no more, when less than 3 GiB of memory are left, or after two minutes; then `tls` for sessions
    ///     in TLS
    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int millis = arguments.length > 3 ? Integer.parseInt(arguments[3]) * 1000 : GREETING_MILLIS;
        Optional<SSLContext> tls = arguments.length > 4 && arguments[4].equals("tls")
                ? Optional.of(TlsSessions.context())
                : Optional.empty();
        firstOnes(port, millis, tls);
        long before = memory(arguments[2]);
        List<Socket> sockets = new ArrayList<>();
        try {
            String limit = open(port, count, millis, tls, sockets);
            long after = memory(arguments[2]);
            System.out.printf(
                    "sessions=%d before-KiB=%d after-KiB=%d per-session-KiB=%.1f%s%n",
                    sockets.size(), before, after, (after - before) / (double) Math.max(1, sockets.size()), limit);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        System.exit(0);
    }

    /// Opens some sessions and ends them, and lets a daemon with a process for each see these go.
    private static void firstOnes(int port, int millis, Optional<SSLContext> tls)
            throws IOException, InterruptedException {
        List<Socket> sockets = new ArrayList<>();
        try {
            open(port, FIRST_ONES, millis, tls, sockets);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Thread.sleep(MOMENT_MILLIS);
    }

    private static long memory(String owner) throws IOException {
        return owner.startsWith("/")
                ? GroupMemory.of(Path.of(owner)).proportionalKib()
                : ProcessFigures.of(List.of(Long.valueOf(owner))).residentKib();
    }

    /// Opens them one after the other.
    ///
    /// @return why there are no more; empty when there are as many as wanted
    private static String open(int port, int count, int millis, Optional<SSLContext> tls, List<Socket> sockets)
            throws IOException {
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (i % 100 == 0 && GroupMemory.availableKib() < RESERVE_KIB) {
                return " limit=memory";
            }
            if (System.nanoTime() - begun > PATIENCE_NANOS) {
                return " limit=time";
            }
            Socket socket = new Socket();
            try {
                socket.bind(new InetSocketAddress("127.0.0." + (1 + i % ADDRESSES), 0));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
                socket.setSoTimeout(millis);
                lines(socket.getInputStream());
                say(socket, "EHLO idle.test");
                if (tls.isPresent()) {
                    say(socket, "STARTTLS");
                    Socket inside = tls.get().getSocketFactory().createSocket(socket, "localhost", port, true);
                    say(inside, "EHLO idle.test");
                }
            } catch (IOException refused) {
                socket.close();
                System.err.println("after " + i + " sessions: " + refused.getMessage());
                return " limit=admission";
            }
            sockets.add(socket);
        }
        return "";
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        lines(socket.getInputStream());
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
