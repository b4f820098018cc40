package org.postern.receive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.postern.cf.PortOptions;
import org.postern.os.Accounts;
import org.postern.os.PeerCredentials;
import org.postern.smtp.ClientIdentity;

/// The socket on which the `sendmail` command of any local user hands mail over, in SMTP. Who calls is what the
/// kernel says; nothing that the caller sends changes it.
///
/// A command that submits a message for its user says no HELO: the message's Received field then begins with `(from
/// user@localhost)`. `sendmail -bs` passes on the HELO of whoever it serves.
final class SubmissionListener implements Listener {
    private static final Set<PosixFilePermission> ANY_USER = PosixFilePermissions.fromString("rw-rw-rw-");

    private final Path path;
    private final PortOptions options;
    private final ServerSocketChannel socket;
    private final Accounts accounts;

    private SubmissionListener(Path path, PortOptions options, ServerSocketChannel socket, Accounts accounts) {
        this.path = path;
        this.options = options;
        this.socket = socket;
        this.accounts = accounts;
    }

    /// Binds the socket. Any user may connect; the permissions of the directory say whether somebody may not.
    ///
    /// @param path at most 107 bytes long
    static SubmissionListener open(Path path, Accounts accounts, ReceiveContext context) throws ListenException {
        PortOptions options = new PortOptions(
                "MSP",
                path.toString(),
                "",
                PortOptions.Family.UNIX,
                context.limits().backlog(),
                0,
                0,
                "cu",
                Optional.empty(),
                0,
                ' ',
                0,
                0,
                0);
        ServerSocketChannel socket =
                ListenSocket.unix(options.name(), path, context.limits().backlog(), ANY_USER);
        return new SubmissionListener(path, options, socket, accounts);
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
        return Optional.empty();
    }

    @Override
    public boolean submission() {
        return true;
    }

    @Override
    public String clientKey(SocketChannel channel) throws IOException {
        return "uid " + PeerCredentials.of(channel, accounts).uid();
    }

    /// To the rule sets a local caller is a connection from this host, as it is when sendmail's submission program
    /// connects to its daemon.
    @Override
    public Origin origin(SocketChannel channel, ClientFigures.Counts counts, ReceiveContext context)
            throws IOException {
        PeerCredentials peer = PeerCredentials.of(channel, accounts);
        String user = peer.userName().isEmpty() ? Integer.toString(peer.uid()) : peer.userName();
        boolean trusted = context.configuration().classOf("t").contains(user);
        ClientName local = new ClientName("127.0.0.1", ClientName.Resolve.OK, "localhost");
        ClientIdentity identity = new ClientIdentity("localhost", "127.0.0.1", false, Optional.of(user));
        String fullName = accounts.byUid(peer.uid())
                .found()
                .map(account -> FullName.of(account.fullName(), user))
                .orElse("");
        Origin.LocalCaller caller = new Origin.LocalCaller(user, peer.uid(), fullName, trusted);
        return new Origin(identity, local, 0, "", "", counts, Optional.of(caller));
    }

    @Override
    public void close() {
        try {
            socket.close();
            Files.deleteIfExists(path);
        } catch (IOException _) {
            // The next start removes a stale socket file.
        }
    }
}
