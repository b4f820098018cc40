package org.postern.deliver;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.MacroScope;
import org.postern.cf.PortOptions;

/// The own end of outgoing connections: ClientPortOptions (sendmail op guide §5.6), and port
/// numbers by name without any look-up.
final class ClientPorts {
    private static final Map<String, Integer> NAMES =
            Map.of("smtp", 25, "lmtp", 24, "submission", 587, "smtps", 465, "submissions", 465);
    private static final int MAX_PORT = 65_535;

    private final Optional<PortOptions> ipv4;
    private final Optional<PortOptions> ipv6;

    ClientPorts(List<PortOptions> clients) {
        this.ipv4 = first(clients, PortOptions.Family.INET);
        this.ipv6 = first(clients, PortOptions.Family.INET6);
    }

    private static Optional<PortOptions> first(List<PortOptions> clients, PortOptions.Family family) {
        return clients.stream().filter(client -> client.family() == family).findFirst();
    }

    private static Optional<InetAddress> address(PortOptions client) {
        if (client.address().isEmpty()) {
            return Optional.empty();
        }
        return Hop.literalAddress(withFamily(client.address(), client.family()))
                .filter(address -> (address instanceof Inet4Address) == (client.family() == PortOptions.Family.INET));
    }

    private static String withFamily(String address, PortOptions.Family family) {
        boolean bare = family == PortOptions.Family.INET6 && !Ascii.startsIgnoringCase(address, "IPv6:");
        return bare ? "IPv6:" + address : address;
    }

    private Optional<PortOptions> options(InetAddress target) {
        return target instanceof Inet4Address ? ipv4 : ipv6;
    }

    /// What a connection to this address is bound to.
    Optional<InetSocketAddress> sourceFor(InetAddress target) {
        return options(target).flatMap(client -> {
            Optional<InetAddress> own = address(client);
            int port = client.port().isEmpty() ? 0 : port(client.port()).orElse(0);
            return own.isEmpty() && port == 0
                    ? Optional.empty()
                    : Optional.of(own.map(address -> new InetSocketAddress(address, port))
                            .orElseGet(() -> new InetSocketAddress(port)));
        });
    }

    /// The own address that a message came to, when its daemon wants it to leave from there (modifier `b` of
    /// DaemonPortOptions).
    static Optional<InetAddress> ofArrival(MacroScope macros) {
        boolean wanted = macros.macro("daemon_flags").orElse("").indexOf('b') >= 0;
        return wanted ? macros.macro("if_addr").flatMap(Hop::literalAddress) : Optional.empty();
    }

    /// Sets a socket that is not yet connected up: own address and port, sizes of buffers.
    ///
    /// @param from an own address that stands above that of the options, if it is of the family of the target
    void prepare(Socket socket, InetAddress target, Optional<InetAddress> from) throws IOException {
        Optional<PortOptions> client = options(target);
        if (client.isPresent()) {
            if (client.get().sendBuffer() > 0) {
                socket.setSendBufferSize(client.get().sendBuffer());
            }
            if (client.get().receiveBuffer() > 0) {
                socket.setReceiveBufferSize(client.get().receiveBuffer());
            }
        }
        Optional<InetSocketAddress> source = from.filter(
                        own -> (own instanceof Inet4Address) == (target instanceof Inet4Address))
                .map(own -> new InetSocketAddress(own, 0))
                .or(() -> sourceFor(target));
        if (source.isPresent()) {
            socket.setReuseAddress(true);
            socket.bind(source.get());
        }
    }

    /// True when EHLO has the name of the interface (modifier `h`).
    boolean namesInterface(InetAddress target) {
        return options(target).filter(client -> client.has('h')).isPresent();
    }

    /// The modifiers: `S` (no STARTTLS), `A` (no AUTH), `h` and others.
    String modifiers(InetAddress target) {
        return options(target).map(PortOptions::modifiers).orElse("");
    }

    /// A port as a mailer's arguments name it.
    ///
    /// @return empty when it is no port
    static Optional<Integer> port(String text) {
        Integer known = NAMES.get(Ascii.lower(text));
        if (known != null) {
            return Optional.of(known);
        }
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int number = Integer.parseInt(text);
        return number > 0 && number <= MAX_PORT ? Optional.of(number) : Optional.empty();
    }
}
