package org.postern.deliver;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.PortOptions;

/// The own end of outgoing connections: source addresses of ClientPortOptions (sendmail op guide §5.6), and port
/// numbers by name without any look-up.
final class ClientPorts {
    private static final Map<String, Integer> NAMES =
            Map.of("smtp", 25, "lmtp", 24, "submission", 587, "smtps", 465, "submissions", 465);
    private static final int MAX_PORT = 65_535;

    private final Optional<InetAddress> ipv4;
    private final Optional<InetAddress> ipv6;

    ClientPorts(List<PortOptions> clients) {
        this.ipv4 = address(clients, PortOptions.Family.INET);
        this.ipv6 = address(clients, PortOptions.Family.INET6);
    }

    private static Optional<InetAddress> address(List<PortOptions> clients, PortOptions.Family family) {
        return clients.stream()
                .filter(client -> client.family() == family && !client.address().isEmpty())
                .findFirst()
                .flatMap(client -> Hop.literalAddress(withFamily(client.address(), family)))
                .filter(address -> (address instanceof Inet4Address) == (family == PortOptions.Family.INET));
    }

    private static String withFamily(String address, PortOptions.Family family) {
        boolean bare = family == PortOptions.Family.INET6 && !Ascii.startsIgnoringCase(address, "IPv6:");
        return bare ? "IPv6:" + address : address;
    }

    /// What a connection to this address is bound to.
    Optional<InetSocketAddress> sourceFor(InetAddress target) {
        Optional<InetAddress> own = target instanceof Inet4Address ? ipv4 : ipv6;
        return own.map(address -> new InetSocketAddress(address, 0));
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
