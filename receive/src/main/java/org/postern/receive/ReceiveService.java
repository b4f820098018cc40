package org.postern.receive;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.base.Ascii;
import org.postern.cf.PortOptions;
import org.postern.os.Accounts;
import org.postern.smtp.HelpTexts;
import org.postern.smtp.MemoryBudget;
import org.postern.smtp.Reply;
import org.postern.smtp.TrafficLines;
import org.postern.smtp.TrafficSink;

/// The receiving side as a whole: listens, serves each connection on its own virtual thread, and stops cleanly.
///
/// Use: add listeners, [#start], and at the end [#stop]. Listening sockets are bound when they are added, so that
/// an error is known before anything runs; connections wait in the kernel until [#start].
public final class ReceiveService implements AutoCloseable {
    private static final int DATA_BUFFER_BYTES = 16 * 1024;
    private static final int KEPT_BUFFERS = 256;
    private static final long STOP_STEP_MILLIS = 20;
    private static final long DELAY_MILLIS = 1000;

    /// The daemon of clients that `sendmail -bs` speaks for.
    private static final PortOptions INETD = new PortOptions(
            ServingDaemon.STANDARD_INPUT,
            "",
            "",
            PortOptions.Family.INET,
            0,
            0,
            0,
            "cu",
            Optional.empty(),
            0,
            ' ',
            0,
            0,
            0);

    /// Refused connections that the journal of decisions hears of.
    private static final int TOLD_PER_SECOND = 20;

    private final ReceiveContext context;
    private final ServicePorts ports;
    private final HelpTexts help;
    private final ZoneId zone;
    private final SmtpConnection.Pause pause;
    private final BufferPool buffers = new BufferPool(DATA_BUFFER_BYTES, KEPT_BUFFERS);
    private final DeadlineWatch deadlines;
    private final ClientFigures clients;
    private final MemoryBudget memory;
    private final SessionFigures figures = new SessionFigures();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Runnable> stops = new ArrayList<>();
    private final Set<SmtpConnection> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final RefusedConnections turnedAway;
    private final AtomicLong sessionNumbers = new AtomicLong();
    private TrafficSink traffic = TrafficSink.NONE;
    private DeliveryFollower follower = DeliveryFollower.NONE;
    private Optional<ServingDaemon> forInetd = Optional.empty();

    /// @param ports names of ports for `Port=`
    /// @param help the texts of HELP
    /// @param zone the time zone of dates in header fields
    public ReceiveService(ReceiveContext context, ServicePorts ports, HelpTexts help, ZoneId zone) {
        this(context, ports, help, zone, Thread::sleep);
    }

    ReceiveService(
            ReceiveContext context, ServicePorts ports, HelpTexts help, ZoneId zone, SmtpConnection.Pause pause) {
        this.context = context;
        this.ports = ports;
        this.help = help;
        this.zone = zone;
        this.pause = pause;
        this.deadlines = new DeadlineWatch(context.clock());
        this.turnedAway = new RefusedConnections(context, TOLD_PER_SECOND);
        this.memory = new MemoryBudget(context.limits().sessionMemory());
        this.clients = new ClientFigures(
                context.clock(),
                context.limits().connectionRateWindow().toNanos(),
                context.limits().maxRememberedClients());
    }

    /// Listens on every DaemonPortOptions of the configuration.
    ///
    /// @throws ListenException when one cannot be opened; those opened before stay open until [#close]
    public void listenAsConfigured() throws ListenException {
        for (PortOptions daemon : context.configuration().options().daemons()) {
            listen(daemon);
        }
    }

    /// Listens on one port. A daemon with the modifier `O` may fail to; that is only noted.
    public void listen(PortOptions daemon) throws ListenException {
        try {
            if (!sharesSocket(daemon)) {
                listeners.add(SmtpListener.open(daemon, ports, context));
            }
        } catch (ListenException failure) {
            ListenException said = noted(failure);
            if (!daemon.has('O')) {
                throw said;
            }
        }
    }

    /// Linux gives all addresses of a port to one socket of both families or to none: two daemons that want them,
    /// one for each family, share it.
    private boolean sharesSocket(PortOptions daemon) throws ListenException {
        OptionalInt port = ports.port(daemon.port().isEmpty() ? "smtp" : daemon.port());
        for (int i = 0; i < listeners.size(); i++) {
            if (listeners.get(i) instanceof SmtpListener earlier && earlier.clashesWith(daemon, port)) {
                boolean both = earlier.options().family() == PortOptions.Family.INET6;
                if (both) {
                    earlier.share(daemon);
                } else {
                    earlier.close();
                    SmtpListener wide = SmtpListener.open(daemon, ports, context);
                    wide.share(earlier.options());
                    listeners.set(i, wide);
                }
                return true;
            }
        }
        return false;
    }

    /// Listens for the `sendmail` commands of local users.
    ///
    /// @param socket the path of the unix socket
    /// @param accounts turns the kernel's answer into a user
    public void listenForLocalUsers(Path socket, Accounts accounts) throws ListenException {
        try {
            listeners.add(SubmissionListener.open(socket, accounts, context));
        } catch (ListenException failure) {
            throw noted(failure);
        }
    }

    private ListenException noted(ListenException failure) {
        context.events()
                .accept(ReceiveNotice.of(ReceiveNotice.Kind.CANNOT_LISTEN, "SYSERR(root): " + failure.getMessage()));
        return failure;
    }

    /// Where it listens, in the order of the configuration; unix sockets are not among them. With port 0 this is
    /// how to learn what the kernel chose.
    public List<InetSocketAddress> addresses() {
        return listeners.stream()
                .map(Listener::address)
                .flatMap(Optional::stream)
                .toList();
    }

    /// From the start on, everything that is said goes there too (`-X`).
    public void recordTraffic(TrafficSink sink) {
        traffic = sink;
    }

    /// From the start on, clients that say VERB are told by it what becomes of their messages.
    public void followDeliveries(DeliveryFollower by) {
        follower = by;
    }

    /// Begins to accept connections.
    public void start() {
        Thread watch = deadlines.start();
        stops.add(() -> deadlines.stop(watch));
        for (Listener listener : listeners) {
            ServingDaemon daemon = daemon(listener, listener.options());
            if (listener.submission()) {
                forInetd = Optional.of(new ServingDaemon(context, INETD, "", 0, false, help, memory, zone));
            }
            Optional<ServingDaemon> sharing = listener instanceof SmtpListener one
                    ? one.sharing().map(other -> daemon(one, other))
                    : Optional.empty();
            int throttle = context.limits().connectionRateThrottle();
            AcceptLoop loop = new AcceptLoop(
                    daemon.name(),
                    listener.socket(),
                    new ConnectionThrottle(context.clock(), throttle),
                    throttle,
                    channel -> admit(channel, listener, daemon, sharing),
                    context.events(),
                    pause);
            Thread running = loop.start();
            stops.add(() -> loop.stop(running));
        }
    }

    private ServingDaemon daemon(Listener listener, PortOptions options) {
        String address = listener.address()
                .map(bound -> ClientName.textOf(bound.getAddress()))
                .orElse(options.address());
        int port = listener.address().map(InetSocketAddress::getPort).orElse(0);
        return new ServingDaemon(context, options, address, port, listener.submission(), help, memory, zone);
    }

    /// Decides by the bounds whether a connection is served, and starts its thread. A client of IPv4 on a socket of
    /// both families belongs to the daemon that shares it; without one there is no daemon for it.
    private void admit(
            SocketChannel channel, Listener listener, ServingDaemon daemon, Optional<ServingDaemon> sharing) {
        String client;
        boolean foreign;
        try {
            client = listener.clientKey(channel);
            foreign = listener.options().family() == PortOptions.Family.INET6
                    && channel.getRemoteAddress() instanceof InetSocketAddress remote
                    && remote.getAddress() instanceof Inet4Address;
        } catch (IOException _) {
            closeQuietly(channel);
            return;
        }
        if (foreign && sharing.isEmpty()) {
            closeQuietly(channel);
            return;
        }
        ServingDaemon serving = foreign ? sharing.get() : daemon;
        ClientFigures.Counts counts = clients.opened(client);
        switch (serving.admission().decide(counts, clients.open())) {
            case Admission.Decision.Refuse(String line) -> {
                turnedAway.refused(
                        serving.loggedName(), client, listener.address().isEmpty(), line);
                refuse(channel, client, line);
            }
            case Admission.Decision.Serve(boolean delayed) -> {
                accepted.incrementAndGet();
                Thread.ofVirtual().name("smtp").start(() -> serve(channel, client, counts, listener, serving, delayed));
            }
        }
    }

    private void refuse(SocketChannel channel, String client, String text) {
        refused.incrementAndGet();
        clients.closed(client);
        try (channel) {
            // A fresh socket takes a line without waiting; one that does not is closed all the same.
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap(Ascii.bytes(Reply.of(text).encode())));
            channel.shutdownOutput();
        } catch (IOException _) {
            // The client has gone first.
        }
    }

    private void serve(
            SocketChannel channel,
            String client,
            ClientFigures.Counts counts,
            Listener listener,
            ServingDaemon daemon,
            boolean delayed) {
        ConnectionStream stream = new ConnectionStream(channel, buffers, deadlines);
        deadlines.add(stream);
        try {
            if (delayed) {
                pause.millis(DELAY_MILLIS);
            }
            long begun = context.clock().nanoTime();
            Origin origin = listener.origin(channel, counts, context);
            figures.times().add("name", context.clock().nanoTime() - begun);
            Optional<StatedPeer> stated = converse(daemon, origin, stream);
            if (stated.isPresent() && forInetd.isPresent()) {
                serveFor(stated.get(), forInetd.get(), stream);
            }
        } catch (IOException _) {
            closeQuietly(channel);
        } catch (InterruptedException _) {
            closeQuietly(channel);
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            closeQuietly(channel);
            context.events()
                    .accept(ReceiveNotice.of(
                            ReceiveNotice.Kind.INTERNAL_ERROR,
                            "connection not served: " + InternalErrors.describe(bug)));
        } finally {
            deadlines.remove(stream);
            // Before the client can see the end: its next connection is not counted together with this one.
            clients.closed(client);
            stream.close();
        }
    }

    /// @return for whom the caller speaks, when the session has ended because of that
    private Optional<StatedPeer> converse(ServingDaemon daemon, Origin origin, ConnectionStream stream) {
        TrafficLines lines = new TrafficLines(traffic, sessionNumbers.incrementAndGet());
        SmtpConnection connection = new SmtpConnection(daemon, origin, stream, figures, pause, lines, follower);
        sessions.add(connection);
        try {
            connection.serve();
            return connection.stated();
        } finally {
            sessions.remove(connection);
        }
    }

    /// The rest of a connection to the submission socket belongs to the network client that it was made for, with
    /// all bounds and rules for that client.
    private void serveFor(StatedPeer peer, ServingDaemon daemon, ConnectionStream stream)
            throws IOException, InterruptedException {
        String client = ClientName.textOf(peer.remote().getAddress());
        ClientFigures.Counts counts = clients.opened(client);
        try {
            long patience = daemon.commandTimeout().toNanos();
            stream.send(Ascii.bytes(StatedPeer.ACCEPTED + "\r\n"), patience);
            switch (daemon.admission().decide(counts, clients.open())) {
                case Admission.Decision.Refuse(String line) -> {
                    refused.incrementAndGet();
                    turnedAway.refused(daemon.loggedName(), client, false, line);
                    stream.send(Ascii.bytes(Reply.of(line).encode()), patience);
                }
                case Admission.Decision.Serve(boolean delayed) -> {
                    if (delayed) {
                        pause.millis(DELAY_MILLIS);
                    }
                    String ownName = InterfaceNames.ask(peer.own().getAddress(), context.resolver());
                    Origin origin =
                            SmtpListener.origin(peer.remote(), Optional.of(peer.own()), ownName, counts, context);
                    Optional<StatedPeer> _ = converse(daemon, origin, stream);
                }
            }
        } finally {
            clients.closed(client);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is closed already.
        }
    }

    /// The state in numbers.
    public ReceiveFigures figures() {
        return new ReceiveFigures(
                sessions.size(),
                accepted.get(),
                refused.get(),
                figures.replies().all(),
                figures.times().all());
    }

    /// Takes no further connections, lets sessions finish the message under way, and ends them.
    ///
    /// @param deadline how long sessions may take; then they are cut
    /// @return true when no session had to be cut
    public boolean stop(Duration deadline) throws InterruptedException {
        stops.forEach(Runnable::run);
        stops.clear();
        listeners.forEach(Listener::close);
        long end = System.nanoTime() + deadline.toNanos();
        while (!sessions.isEmpty() && System.nanoTime() - end < 0) {
            sessions.forEach(SmtpConnection::stop);
            Thread.sleep(STOP_STEP_MILLIS);
        }
        boolean clean = sessions.isEmpty();
        sessions.forEach(SmtpConnection::abort);
        return clean;
    }

    /// Ends everything at once.
    @Override
    public void close() {
        stops.forEach(Runnable::run);
        stops.clear();
        listeners.forEach(Listener::close);
        sessions.forEach(SmtpConnection::abort);
    }
}
