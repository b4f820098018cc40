package org.postern.receive;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.OptionalInt;
import org.postern.cf.PortOptions;
import org.postern.smtp.ClientIdentity;

/// One DaemonPortOptions: a listening socket for SMTP over IPv4, IPv6 or a unix stream socket (sendmail op guide
/// §5.6).
final class SmtpListener implements Listener {
    private final PortOptions options;
    private final ServerSocketChannel socket;
    private final Optional<InetSocketAddress> address;
    private final InterfaceNames ownNames = new InterfaceNames();
    private Optional<PortOptions> sharing = Optional.empty();

    private SmtpListener(PortOptions options, ServerSocketChannel socket, Optional<InetSocketAddress> address) {
        this.options = options;
        this.socket = socket;
        this.address = address;
    }

    /// Binds the socket; clients may connect from then on, and wait until connections are accepted.
    static SmtpListener open(PortOptions options, ServicePorts ports, ReceiveContext context) throws ListenException {
        ServerSocketChannel socket = ListenSocket.open(
                options, ports, context.resolver(), context.limits().backlog());
        try {
            return new SmtpListener(
                    options,
                    socket,
                    socket.getLocalAddress() instanceof InetSocketAddress bound
                            ? Optional.of(bound)
                            : Optional.empty());
        } catch (IOException failure) {
            throw new ListenException(
                    "opendaemonsocket: daemon " + options.name() + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public PortOptions options() {
        return options;
    }

    @Override
    public ServerSocketChannel socket() {
        return socket;
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return address;
    }

    @Override
    public boolean submission() {
        return false;
    }

    /// Serves another daemon on the same socket: one of both families can listen on all addresses of a port.
    ///
    /// @param other of the family Inet, while this one is of the family Inet6
    void share(PortOptions other) {
        sharing = Optional.of(other);
    }

    /// The daemon of Inet that shares the socket.
    Optional<PortOptions> sharing() {
        return sharing;
    }

    /// True when this one listens on all addresses of the same port, and for the other family.
    boolean clashesWith(PortOptions other, OptionalInt port) {
        boolean wildcards = options.address().isEmpty() && other.address().isEmpty();
        boolean families = options.family() != other.family()
                && options.family() != PortOptions.Family.UNIX
                && other.family() != PortOptions.Family.UNIX;
        return wildcards
                && families
                && port.isPresent()
                && address.filter(bound -> bound.getPort() == port.getAsInt()).isPresent();
    }

    @Override
    public String clientKey(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress remote
                ? ClientName.textOf(remote.getAddress())
                : "unix";
    }

    @Override
    public Origin origin(SocketChannel channel, ClientFigures.Counts counts, ReceiveContext context)
            throws IOException {
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress remote)) {
            ClientName local = new ClientName("127.0.0.1", ClientName.Resolve.OK, "localhost");
            return new Origin(identity(local, Optional.empty()), local, 0, "", "", counts, Optional.empty());
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (options.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
        }
        Optional<InetSocketAddress> own =
                channel.getLocalAddress() instanceof InetSocketAddress local ? Optional.of(local) : Optional.empty();
        String name = own.map(local -> ownNames.of(local.getAddress(), context.resolver()))
                .orElse("");
        return origin(remote, own, name, counts, context);
    }

    /// Who a client of the network is.
    ///
    /// @param own the address of this host that it has connected to
    /// @param ownName the name of that address
    static Origin origin(
            InetSocketAddress remote,
            Optional<InetSocketAddress> own,
            String ownName,
            ClientFigures.Counts counts,
            ReceiveContext context) {
        ClientName name = ClientName.of(remote.getAddress(), context.resolver());
        IdentClient ident = new IdentClient(context.limits().identTimeout(), context.clock());
        Optional<String> user = own.flatMap(local -> ident.ask(local, remote));
        return new Origin(
                identity(name, user),
                name,
                remote.getPort(),
                own.map(SmtpListener::interfaceAddress).orElse(""),
                ownName,
                counts,
                Optional.empty());
    }

    private static ClientIdentity identity(ClientName name, Optional<String> identUser) {
        return new ClientIdentity(name.shownName(), name.address(), name.forged(), identUser);
    }

    /// `{if_addr}` is not set for loopback.
    private static String interfaceAddress(InetSocketAddress local) {
        InetAddress own = local.getAddress();
        return own.isLoopbackAddress() ? "" : ClientName.textOf(own);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is lost with a listening socket.
        }
    }
}
