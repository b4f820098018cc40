package org.postern.receive;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.postern.cf.PortOptions;
import org.postern.dns.Resolver;

/// Opens listening sockets, with sendmail's error lines.
final class ListenSocket {
    private ListenSocket() {}

    /// Opens the socket that one DaemonPortOptions describes.
    ///
    /// @param resolver asked only when `Addr=` is a name
    /// @param backlog used when `Listen=` does not say
    static ServerSocketChannel open(PortOptions options, ServicePorts ports, Resolver resolver, int backlog)
            throws ListenException {
        int queue = options.backlog() > 0 ? options.backlog() : backlog;
        return switch (options.family()) {
            case INET -> internet(options, StandardProtocolFamily.INET, port(options, ports), resolver, queue);
            case INET6 -> internet(options, StandardProtocolFamily.INET6, port(options, ports), resolver, queue);
            case UNIX -> unix(options.name(), Path.of(options.address()), queue, Set.of());
        };
    }

    private static int port(PortOptions options, ServicePorts ports) throws ListenException {
        String text = options.port().isEmpty() ? "smtp" : options.port();
        OptionalInt port = ports.port(text);
        if (port.isEmpty()) {
            throw new ListenException(
                    "setdaemonoptions: Port=" + text + ": service name unknown, daemon " + options.name());
        }
        return port.getAsInt();
    }

    private static ServerSocketChannel internet(
            PortOptions options, StandardProtocolFamily family, int port, Resolver resolver, int backlog)
            throws ListenException {
        InetSocketAddress address = new InetSocketAddress(address(options, family, resolver), port);
        try {
            ServerSocketChannel socket = ServerSocketChannel.open(family);
            try {
                socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                if (options.receiveBuffer() > 0) {
                    socket.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
                }
                socket.bind(address, backlog);
                return socket;
            } catch (IOException failure) {
                socket.close();
                throw failure;
            }
        } catch (BindException failure) {
            throw cannotBind(options.name(), failure);
        } catch (IOException failure) {
            throw new ListenException(
                    "opendaemonsocket: daemon " + options.name() + ": cannot create server SMTP socket: "
                            + failure.getMessage(),
                    failure);
        }
    }

    private static ListenException cannotBind(String name, IOException failure) {
        return new ListenException(
                "opendaemonsocket: daemon " + name + ": cannot bind: " + failure.getMessage(), failure);
    }

    private static InetAddress address(PortOptions options, StandardProtocolFamily family, Resolver resolver)
            throws ListenException {
        String text = options.address();
        boolean six = family == StandardProtocolFamily.INET6;
        if (text.isEmpty()) {
            return InetAddress.ofLiteral(six ? "::" : "0.0.0.0");
        }
        try {
            String literal = text.startsWith("IPv6:") ? text.substring("IPv6:".length()) : text;
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException _) {
            List<InetAddress> found = (six ? resolver.ipv6Addresses(text) : resolver.ipv4Addresses(text)).records();
            if (found.isEmpty()) {
                throw new ListenException("setdaemonoptions: host \"" + text + "\" unknown, daemon " + options.name());
            }
            return found.getFirst();
        }
    }

    /// Opens a unix stream socket. A socket file that a dead process left is replaced; one that answers is not.
    ///
    /// @param permissions of the file; none to leave what the umask gives
    static ServerSocketChannel unix(String name, Path path, int backlog, Set<PosixFilePermission> permissions)
            throws ListenException {
        SocketAddress address = UnixDomainSocketAddress.of(path);
        try {
            removeStale(path, address);
            ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                socket.bind(address, backlog);
                if (!permissions.isEmpty()) {
                    Files.setPosixFilePermissions(path, permissions);
                }
                return socket;
            } catch (IOException failure) {
                socket.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw cannotBind(name, failure);
        }
    }

    private static void removeStale(Path path, SocketAddress address) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new BindException("not a socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(address);
            throw new BindException("Address already in use");
        } catch (BindException inUse) {
            throw inUse;
        } catch (IOException _) {
            Files.deleteIfExists(path);
        }
    }
}
