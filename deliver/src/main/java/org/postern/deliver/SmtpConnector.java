package org.postern.deliver;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.base.Clock;
import org.postern.cf.Mailer;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.MailerTalk;
import org.postern.mail.DeliveryOutcome;
import org.postern.smtp.ClientPhase;
import org.postern.smtp.ClientSettings;

/// Opens connections: every address of a host in turn until one answers.
final class SmtpConnector {
    private static final int MAX_PIPELINED = 100;
    private static final DeliveryOutcome.Deferred UNWANTED = DeliveryTexts.deferred(0, 0, "clt_features=TEMPFAIL");

    private final HopFinder finder;
    private final ClientPorts ports;
    private final ClientTimeouts timeouts;
    private final HopTrust trust;
    private final String heloName;
    private final String ownName;
    private final boolean chunking;
    private final MailerTalks talks;
    private final Duration dialDelay;
    private final Clock clock;
    private final DeliveryCounters counters;
    private final Set<SmtpConnection> inUse = ConcurrentHashMap.newKeySet();

    /// @param heloName what EHLO says (option HeloName or `$j`)
    /// @param ownName `$j`
    /// @param chunking BDAT where it is offered
    /// @param talks programs of mailers
    /// @param dialDelay DialDelay, zero for none
    SmtpConnector(
            HopFinder finder,
            ClientPorts ports,
            ClientTimeouts timeouts,
            HopTrust trust,
            String heloName,
            String ownName,
            boolean chunking,
            MailerTalks talks,
            Duration dialDelay,
            Clock clock,
            DeliveryCounters counters) {
        this.finder = finder;
        this.ports = ports;
        this.timeouts = timeouts;
        this.trust = trust;
        this.heloName = heloName;
        this.ownName = ownName;
        this.chunking = chunking;
        this.talks = talks;
        this.dialDelay = dialDelay;
        this.clock = clock;
        this.counters = counters;
    }

    /// A connection, or why there is none.
    sealed interface Opened {
        /// Connected; the greeting has not been read.
        record Connected(SmtpConnection connection) implements Opened {}

        /// No address answered.
        ///
        /// @param relay host and last address for the log
        record Unreachable(DeliveryOutcome outcome, String relay) implements Opened {}
    }

    /// Connects.
    ///
    /// @param clear true to use no TLS, after a handshake that failed
    /// @param time of the delivery, see [#time]
    Opened open(Hop hop, Endpoint endpoint, Mailer mailer, boolean clear, ConnectTime time)
            throws InterruptedException {
        return switch (endpoint) {
            case Endpoint.Port port -> openTwice(hop, port, mailer, clear, time);
            case Endpoint.LocalSocket(Path path) -> open(hop, path, mailer, clear);
            case Endpoint.Program(HelperRequest.TalkToMailer request) -> open(hop, request, mailer);
        };
    }

    /// Flag `Z`: a connection that fails is tried once more after DialDelay (sendmail op guide §5.4), for hosts
    /// that are dialled when somebody knocks.
    private Opened openTwice(Hop hop, Endpoint.Port port, Mailer mailer, boolean clear, ConnectTime time)
            throws InterruptedException {
        Opened first = open(hop, port, mailer, clear, time);
        if (first instanceof Opened.Connected || !mailer.has('Z') || dialDelay.isZero()) {
            return first;
        }
        clock.pause(dialDelay);
        return open(hop, port, mailer, clear, time);
    }

    /// The time for the connections of one delivery, which begins now.
    ///
    /// @param firstAttempt true when the message was never tried
    ConnectTime time(boolean firstAttempt) {
        return new ConnectTime(clock, timeouts.connect(firstAttempt), timeouts.allConnects(), firstAttempt);
    }

    private Opened open(Hop hop, Path socket, Mailer mailer, boolean clear) {
        Optional<HopPolicy> policy = trust.policy(hop, Optional.empty(), "", clear);
        if (policy.isEmpty()) {
            return new Opened.Unreachable(UNWANTED, hop.name());
        }
        try {
            LocalLink link = LocalLink.open(socket);
            counters.connections.increment();
            return connected(link, settings(hop, mailer, heloName), policy.get(), hop.name());
        } catch (IOException e) {
            return new Opened.Unreachable(
                    Files.exists(socket)
                            ? outcome(e, hop.name())
                            : DeliveryTexts.deferred(4, 0, "No such file or directory"),
                    hop.name());
        }
    }

    /// The program is there when it has said something.
    private Opened open(Hop hop, HelperRequest.TalkToMailer request, Mailer mailer) {
        // neither TLS nor AUTH with a program of this host
        Optional<HopPolicy> policy = trust.policy(hop, Optional.empty(), "SA", true);
        if (policy.isEmpty()) {
            return new Opened.Unreachable(UNWANTED, hop.name());
        }
        MailerTalk talk = talks.begin(request);
        Optional<HelperAnswer> never = talk.whyNotStarted(timeouts.of(ClientPhase.INITIAL));
        if (never.isPresent()) {
            talk.close();
            DeliveryOutcome outcome = switch (LocalAgent.outcome(never.get())) {
                case DeliveryOutcome.Delivered _, DeliveryOutcome.Relayed _ ->
                    DeliveryTexts.deferred(3, 0, "the program of mailer " + mailer.name() + " says nothing");
                case DeliveryOutcome.Deferred other -> other;
                case DeliveryOutcome.Failed other -> other;
            };
            return new Opened.Unreachable(outcome, hop.name());
        }
        counters.connections.increment();
        Link link = mailer.console() ? new ConsoleLink(talk) : new ProgramLink(talk);
        return connected(link, settings(hop, mailer, heloName), policy.get(), hop.name());
    }

    private Opened connected(Link link, ClientSettings settings, HopPolicy policy, String relay) {
        return new Opened.Connected(new SmtpConnection(link, settings, policy, timeouts, relay, clock));
    }

    private Opened open(Hop hop, Endpoint.Port port, Mailer mailer, boolean clear, ConnectTime time)
            throws InterruptedException {
        return switch (finder.forAttempt(time.firstAttempt()).addresses(hop)) {
            case HopFinder.Addresses.Missing(DeliveryOutcome outcome) -> new Opened.Unreachable(outcome, hop.name());
            case HopFinder.Addresses.Found(var addresses) -> {
                Opened last = new Opened.Unreachable(DeliveryTexts.nameServerFailure(hop.name()), hop.name());
                for (InetAddress address : addresses) {
                    last = open(hop, address, port, mailer, clear, time);
                    if (last instanceof Opened.Connected) {
                        break;
                    }
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
                yield last;
            }
        };
    }

    private Opened open(
            Hop hop, InetAddress address, Endpoint.Port port, Mailer mailer, boolean clear, ConnectTime time) {
        String relay = hop.name() + " [" + shown(address) + "]";
        Optional<Integer> patience = time.next();
        if (patience.isEmpty()) {
            return new Opened.Unreachable(DeliveryTexts.timedOut(hop.name()), relay);
        }
        Optional<HopPolicy> policy = trust.policy(hop, Optional.of(address), ports.modifiers(address), clear);
        if (policy.isEmpty()) {
            return new Opened.Unreachable(UNWANTED, hop.name());
        }
        Socket socket = new Socket();
        try {
            ports.prepare(socket, address, port.from());
            socket.connect(new InetSocketAddress(address, port.number()), patience.get());
            socket.setTcpNoDelay(true);
            counters.connections.increment();
            String helo = ports.namesInterface(address) ? finder.nameOf(socket.getLocalAddress(), heloName) : heloName;
            return connected(new SocketLink(socket, clock), settings(hop, mailer, helo), policy.get(), relay);
        } catch (IOException e) {
            closeQuietly(socket);
            return new Opened.Unreachable(outcome(e, hop.name()), relay);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it never was of use
        }
    }

    static String shown(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        String plain = scope < 0 ? text : text.substring(0, scope);
        return plain.indexOf(':') >= 0 ? "IPv6:" + plain : plain;
    }

    private static DeliveryOutcome.Deferred outcome(IOException e, String host) {
        String text = e.getMessage() == null ? "" : e.getMessage();
        return switch (e) {
            case SocketTimeoutException _ -> DeliveryTexts.timedOut(host);
            case ConnectException _ when text.contains("refused") -> DeliveryTexts.refused(host);
            case ConnectException _ when text.contains("timed out") -> DeliveryTexts.timedOut(host);
            case NoRouteToHostException _ -> DeliveryTexts.deferred(4, 1, "No route to host");
            default -> DeliveryTexts.deferred(4, 1, text.isEmpty() ? "Connection failed" : text);
        };
    }

    private ClientSettings settings(Hop hop, Mailer mailer, String helo) {
        EnumSet<ClientSettings.Mode> modes = EnumSet.noneOf(ClientSettings.Mode.class);
        addIf(mailer.has('z'), ClientSettings.Mode.LMTP, modes);
        addIf(mailer.has('a'), ClientSettings.Mode.ALWAYS_EHLO, modes);
        addIf(mailer.has('2'), ClientSettings.Mode.PLAIN_SMTP, modes);
        addIf(mailer.has('k'), ClientSettings.Mode.NO_LOOP_CHECK, modes);
        addIf(mailer.has('I'), ClientSettings.Mode.SAYS_VERB, modes);
        addIf(mailer.has('7'), ClientSettings.Mode.SEVEN_BIT, modes);
        addIf(chunking, ClientSettings.Mode.CHUNKING, modes);
        addIf(mailer.has('8'), ClientSettings.Mode.EIGHT_BIT_ANYWAY, modes);
        return new ClientSettings(helo, ownName, hop.name(), modes, MAX_PIPELINED);
    }

    private static void addIf(boolean condition, ClientSettings.Mode mode, Set<ClientSettings.Mode> modes) {
        if (condition) {
            modes.add(mode);
        }
    }

    /// A delivery uses the connection now; [#closeStuck] watches it.
    void begin(SmtpConnection connection) {
        inUse.add(connection);
    }

    /// The delivery has ended.
    void end(SmtpConnection connection) {
        inUse.remove(connection);
    }

    /// Ends waits that have lasted too long, and closes connections whose writes do not come forward.
    void closeStuck() {
        inUse.forEach(SmtpConnection::closeIfStuck);
    }

    /// Closes the connections of deliveries that did not end in time.
    void closeAll() {
        inUse.forEach(SmtpConnection::close);
    }
}
