package org.postern.receive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.postern.cf.PortOptions;

/// A bound listening socket, and how it tells who a client is.
sealed interface Listener extends AutoCloseable permits SmtpListener, SubmissionListener {
    /// What it was made from.
    PortOptions options();

    /// The bound socket.
    ServerSocketChannel socket();

    /// Where it listens, unless on a unix socket.
    Optional<InetSocketAddress> address();

    /// True when its clients are users of this host, named by the kernel.
    boolean submission();

    /// What connections of one client are counted under.
    String clientKey(SocketChannel channel) throws IOException;

    /// Who the client is. May ask the name service, so it runs on the session's own thread.
    Origin origin(SocketChannel channel, ClientFigures.Counts counts, ReceiveContext context) throws IOException;

    @Override
    void close();
}
