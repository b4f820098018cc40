package org.postern.receive;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Clock;

/// Asks the client's host which of its users has opened the connection (RFC 1413; option Timeout.ident).
///
/// The answer is a stranger's text: one line of bounded length within a bounded time, of which only characters that
/// may stand in an address without quotes are kept. It proves nothing and is only shown.
final class IdentClient {
    private static final int PORT = 113;
    private static final int MAX_LINE = 512;
    private static final int MAX_USER = 64;
    private static final String KEPT_SIGNS = ".!#$%&'*+-/=?^_`{|}~";

    private final Duration timeout;
    private final int port;
    private final Clock clock;

    /// @param timeout for the whole question; not positive to ask nobody
    IdentClient(Duration timeout, Clock clock) {
        this(timeout, PORT, clock);
    }

    IdentClient(Duration timeout, int port, Clock clock) {
        this.timeout = timeout;
        this.port = port;
        this.clock = clock;
    }

    /// Asks.
    ///
    /// @param own the end of the connection on this host
    /// @param client its other end
    /// @return the user as it is shown, `IDENT:user` when the host says that this is no login name
    Optional<String> ask(InetSocketAddress own, InetSocketAddress client) {
        if (!timeout.isPositive()) {
            return Optional.empty();
        }
        long deadline = clock.nanoTime() + timeout.toNanos();
        try (Socket socket = new Socket()) {
            InetAddress address = own.getAddress();
            socket.bind(new InetSocketAddress(address, 0));
            socket.connect(new InetSocketAddress(client.getAddress(), port), left(deadline));
            socket.getOutputStream().write(Ascii.bytes(client.getPort() + "," + own.getPort() + "\r\n"));
            return user(line(socket, deadline), client.getPort(), own.getPort());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private int left(long deadline) {
        return (int) Math.max(1, (deadline - clock.nanoTime()) / 1_000_000);
    }

    private String line(Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[MAX_LINE];
        int length = 0;
        while (length < MAX_LINE && clock.nanoTime() - deadline < 0) {
            socket.setSoTimeout(left(deadline));
            int count = in.read(bytes, length, MAX_LINE - length);
            if (count < 0) {
                break;
            }
            for (int i = length; i < length + count; i++) {
                if (bytes[i] == '\n') {
                    return Ascii.text(bytes, 0, i);
                }
            }
            length += count;
        }
        return Ascii.text(bytes, 0, length);
    }

    /// Reads `client-port , own-port : USERID : system : user`.
    static Optional<String> user(String line, int clientPort, int ownPort) {
        String[] parts = line.split(":", 4);
        if (parts.length < 4 || !Ascii.sameIgnoringCase(parts[1].strip(), "USERID")) {
            return Optional.empty();
        }
        String[] ports = parts[0].split(",", -1);
        boolean ours = ports.length == 2
                && ports[0].strip().equals(Integer.toString(clientPort))
                && ports[1].strip().equals(Integer.toString(ownPort));
        String user = kept(parts[3]);
        if (!ours || user.isEmpty()) {
            return Optional.empty();
        }
        String system = parts[2].strip();
        boolean noLogin = Ascii.startsIgnoringCase(system, "OTHER");
        return Optional.of(noLogin ? "IDENT:" + user : user);
    }

    private static String kept(String text) {
        StringBuilder out = new StringBuilder(MAX_USER);
        for (int i = 0; i < text.length() && out.length() < MAX_USER; i++) {
            char c = text.charAt(i);
            if (Ascii.isLetter(c) || Ascii.isDigit(c) || KEPT_SIGNS.indexOf(c) >= 0) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
