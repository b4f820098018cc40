package org.postern.maps;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.dns.DnsAnswer;

/// Where the server of a `socket` map is: `inet:PORT@HOST`, `inet6:PORT@HOST`, `unix:PATH` or `local:PATH`; without a
/// type a name that begins with `/` is a path.
///
/// @param type `inet`, `inet6` or `unix`
/// @param place the host, or the path
/// @param port of the host; 0 for a path
record SocketAddressSpec(String type, String place, int port) {
    private static final int LONGEST_PATH = 107;

    /// Reads the text of a K line.
    ///
    /// @throws MapDeclarationException in sendmail's words
    static SocketAddressSpec parse(String map, String text) throws MapDeclarationException {
        String me = "socket map \"" + map + "\": ";
        if (text.isBlank()) {
            throw new MapDeclarationException(me + "empty or missing socket information");
        }
        int colon = text.indexOf(':');
        String type = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        if (type.isEmpty()) {
            type = rest.startsWith("/") ? "unix" : "inet";
        }
        return switch (type) {
            case "unix", "local" -> {
                if (rest.length() > LONGEST_PATH) {
                    throw new MapDeclarationException(me + "local socket name " + rest + " too long");
                }
                yield new SocketAddressSpec("unix", rest, 0);
            }
            case "inet", "inet6" -> internet(me, type, rest);
            default -> throw new MapDeclarationException(me + "unknown socket type " + type);
        };
    }

    private static SocketAddressSpec internet(String me, String type, String rest) throws MapDeclarationException {
        int at = rest.indexOf('@');
        if (at < 0) {
            throw new MapDeclarationException(me + "bad address " + rest + " (expected port@host)");
        }
        String number = rest.substring(0, at);
        boolean digits =
                !number.isEmpty() && number.length() < 6 && number.chars().allMatch(c -> Ascii.isDigit((char) c));
        int port = digits ? Integer.parseInt(number) : 0;
        if (port < 1 || port > 65535) {
            throw new MapDeclarationException(me + "unknown port name " + number);
        }
        return new SocketAddressSpec(type, rest.substring(at + 1), port);
    }

    /// The addresses to try, in their order.
    ///
    /// @throws UnknownHostException when the host has no address of this type, or its addresses cannot be had now
    List<SocketAddress> addresses(MapEnvironment environment) throws UnknownHostException {
        if (type.equals("unix")) {
            return List.of(UnixDomainSocketAddress.of(place));
        }
        Optional<InetAddress> literal = literal();
        if (literal.isPresent()) {
            return List.of(new InetSocketAddress(literal.get(), port));
        }
        DnsAnswer<InetAddress> answer = type.equals("inet")
                ? environment.resolver().ipv4Addresses(place)
                : environment.resolver().ipv6Addresses(place);
        List<SocketAddress> addresses = new ArrayList<>();
        if (answer instanceof DnsAnswer.Found<InetAddress> found) {
            found.records().forEach(address -> addresses.add(new InetSocketAddress(address, port)));
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException("Unknown host name " + place);
        }
        return addresses;
    }

    /// `192.0.2.1`, `[192.0.2.1]`, `[IPv6:2001:db8::1]`.
    private Optional<InetAddress> literal() throws UnknownHostException {
        boolean bracketed = place.startsWith("[") && place.endsWith("]");
        String inner = bracketed ? place.substring(1, place.length() - 1) : place;
        String bare = Ascii.startsIgnoringCase(inner, "IPv6:") ? inner.substring(5) : inner;
        boolean address =
                bracketed || bare.indexOf(':') >= 0 || bare.chars().allMatch(c -> c == '.' || Ascii.isDigit((char) c));
        try {
            return address ? Optional.of(InetAddress.ofLiteral(bare)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new UnknownHostException("Invalid numeric domain spec \"" + place + "\"");
        }
    }
}
