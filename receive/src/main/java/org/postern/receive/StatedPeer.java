package org.postern.receive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.postern.base.Ascii;

/// The network client that a `sendmail -bs` speaks for when inetd has started it: the first line that it sends to
/// the submission socket. From then on the session is that client's and no longer the caller's.
///
/// Only root and TrustedUser may say it, and only the kernel says who calls; to everybody else, and on every socket of
/// the network, it is an unknown command.
///
/// @param remote the client
/// @param own the address of this host that the client has connected to
public record StatedPeer(InetSocketAddress remote, InetSocketAddress own) {
    /// What the daemon answers before it greets the client.
    public static final String ACCEPTED = "250 2.0.0 XPEER";

    private static final String WORD = "XPEER";
    private static final int PARTS = 5;
    private static final int LONGEST = 200;
    private static final int MAX_PORT = 65_535;

    /// The line, with its line end.
    public String encode() {
        return WORD + " " + text(remote) + " " + text(own) + "\r\n";
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int scope = host.indexOf('%');
        return (scope < 0 ? host : host.substring(0, scope)) + " " + address.getPort();
    }

    /// The reverse of [#encode]; empty for everything else.
    static Optional<StatedPeer> parse(byte[] bytes, int length) {
        if (length > LONGEST) {
            return Optional.empty();
        }
        String line = Ascii.text(bytes, 0, length);
        String[] parts = line.strip().split(" ", -1);
        if (parts.length != PARTS || !parts[0].equals(WORD) || line.indexOf('\n') != length - 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StatedPeer(address(parts[1], parts[2]), address(parts[3], parts[4])));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static InetSocketAddress address(String host, String port) {
        int number = Integer.parseInt(port);
        if (number < 0 || number > MAX_PORT) {
            throw new IllegalArgumentException("no port");
        }
        return new InetSocketAddress(InetAddress.ofLiteral(host), number);
    }
}
