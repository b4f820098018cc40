package org.postern.smtp;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.mail.QueueId;

/// What a [ServerSession] remembers between commands, and the steps that wait to be carried out.
///
/// The mail transaction is one value behind one reference: [#dropTransaction] is the only reset there is.
final class SessionState {
    /// The answer that the owner of the session owes.
    enum Awaited {
        NOTHING,
        OPEN_MESSAGE,
        COMMIT,
        TLS
    }

    private static final long PIPELINING_PAUSE_MILLIS = 1000;

    private final SessionSettings settings;
    private final ClientIdentity client;
    private final SessionPolicy policy;
    private final EventSink events;
    private final Supplier<String> sessionName;
    private String ownName = "";
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private final NoiseLimits noise;
    private SessionFeatures features;
    private Optional<PeerText> heloName = Optional.empty();
    private boolean esmtp;
    private Optional<Transaction> transaction = Optional.empty();
    private Optional<QueueId> opened = Optional.empty();
    private Optional<Reply> nullServer = Optional.empty();
    private boolean onlyQueueRuns;
    private Awaited awaited = Awaited.NOTHING;
    private boolean closed;
    private boolean tls;
    private boolean layered;
    private Optional<AuthIdentity> authentication = Optional.empty();
    private boolean useful;
    private boolean verbose;
    private int badCommands;
    private long reserved;
    private LongSupplier received = () -> 0;
    private String lastCommand = "startup";
    private String answering = "connect";

    SessionState(
            SessionSettings settings,
            ClientIdentity client,
            SessionFeatures features,
            SessionPolicy policy,
            Supplier<String> sessionName,
            EventSink events) {
        this.sessionName = sessionName;
        this.settings = settings;
        this.client = client;
        this.features = features;
        this.policy = policy;
        this.events = events;
        this.noise = new NoiseLimits(settings.limits(), policy::authAttempts);
    }

    /// How many bytes of the message under way have come.
    void measure(LongSupplier bytes) {
        received = bytes;
    }

    SessionSettings settings() {
        return settings;
    }

    ClientIdentity client() {
        return client;
    }

    SessionPolicy policy() {
        return policy;
    }

    SessionFeatures features() {
        return features;
    }

    SessionView view() {
        return view(transaction);
    }

    SessionView view(Optional<Transaction> about) {
        return new SessionView(client, heloName, esmtp, features, tls, authentication, about);
    }

    // ---- steps ----

    Optional<Step> pollStep() {
        Optional<Step> step = Optional.ofNullable(steps.poll());
        step.ifPresent(this::await);
        return step;
    }

    private void await(Step step) {
        awaited = switch (step) {
            case Step.OpenMessage() -> Awaited.OPEN_MESSAGE;
            case Step.CommitMessage _ -> Awaited.COMMIT;
            case Step.UpgradeToTls() -> Awaited.TLS;
            case Step.Say _ -> Awaited.NOTHING;
            case Step.NeedInput _ -> Awaited.NOTHING;
            case Step.Delay _ -> Awaited.NOTHING;
            case Step.WatchForEarlyTalk _ -> Awaited.NOTHING;
            case Step.Body _ -> Awaited.NOTHING;
            case Step.DropMessage() -> Awaited.NOTHING;
            case Step.StartQueueRun _ -> Awaited.NOTHING;
            case Step.StartSecurityLayer() -> Awaited.NOTHING;
            case Step.Close() -> Awaited.NOTHING;
        };
    }

    void requireNothingAwaited() {
        if (awaited != Awaited.NOTHING) {
            throw new IllegalStateException("the session waits for an answer: " + awaited);
        }
    }

    void answered(Awaited what) {
        if (awaited != what) {
            throw new IllegalStateException("answer to " + what + ", but awaited is " + awaited);
        }
        awaited = Awaited.NOTHING;
    }

    void add(Step step) {
        steps.add(step);
    }

    void say(Reply reply) {
        Reply said = settings.is(SessionSettings.Mode.SOFT_BOUNCE) ? reply.softened() : reply;
        if (settings.is(SessionSettings.Mode.LOG_DIALOGUE)) {
            said.encode()
                    .lines()
                    .forEach(line -> notice(SessionNotice.Kind.COMMAND, "--- " + TrafficLines.withoutEcho(line)));
        }
        steps.add(new Step.Say(said));
    }

    /// Says the last reply and closes.
    void abort(Reply reply) {
        say(reply);
        close();
    }

    void close() {
        if (closed) {
            return;
        }
        dropTransaction();
        if (!useful && !isNullServer() && !settings.is(SessionSettings.Mode.LOCAL_CALLERS)) {
            notice(
                    SessionNotice.Kind.IDLE,
                    client.display() + " did not issue MAIL/EXPN/VRFY/ETRN during connection to "
                            + settings.daemonName());
        }
        closed = true;
        awaited = Awaited.NOTHING;
    }

    boolean closed() {
        return closed;
    }

    void notice(SessionNotice.Kind kind, String text) {
        events.accept(remark(kind, text));
    }

    /// The same as a line that somebody else writes.
    SessionNotice remark(SessionNotice.Kind kind, String text) {
        Optional<QueueId> open = opened.or(() -> transaction.map(Transaction::id));
        String id = kind == SessionNotice.Kind.CONNECTED
                ? "NOQUEUE"
                : open.map(QueueId::value).orElseGet(this::name);
        return SessionNotice.of(kind, Optional.of(id), text);
    }

    private String name() {
        if (ownName.isEmpty()) {
            ownName = sessionName.get();
        }
        return ownName;
    }

    // ---- greeting and transaction ----

    void greeted(PeerText name, boolean extended) {
        heloName = Optional.of(name);
        esmtp = extended;
    }

    /// A good greeting whose name is not to be believed: the old name stays (option AllowBogusHELO).
    void greetedBogus(boolean extended) {
        esmtp = extended;
    }

    boolean saidHello() {
        return heloName.isPresent();
    }

    Optional<Transaction> transaction() {
        return transaction;
    }

    /// Reserves memory for the transaction under way, which gives it back when it ends.
    ///
    /// @return false when there is none
    boolean reserve(long bytes) {
        boolean taken = settings.memory().take(bytes);
        reserved += taken ? bytes : 0;
        return taken;
    }

    private void release() {
        settings.memory().give(reserved);
        reserved = 0;
    }

    void begin(Transaction begun) {
        transaction = Optional.of(begun);
        useful = true;
    }

    void replace(Transaction changed) {
        transaction = Optional.of(changed);
    }

    void useful() {
        useful = true;
    }

    /// The client wants to hear what becomes of its messages.
    void tellDeliveries() {
        verbose = true;
    }

    boolean verbose() {
        return verbose;
    }

    void opened(QueueId id) {
        opened = Optional.of(id);
    }

    Optional<QueueId> openedMessage() {
        return opened;
    }

    /// The transaction and the message that was opened for it are gone.
    void dropTransaction() {
        dropTransaction("");
    }

    /// @param why the word for the log, when it was the client that took the message back
    void dropTransaction(String why) {
        transaction.ifPresent(gone -> policy.dropped(view(), gone, received.getAsLong(), why));
        forgetTransaction();
    }

    /// The transaction is gone, and with it a whole message.
    void dropMessage(ReceivedMessage message, Optional<SessionNotice> remark, String words) {
        transaction.ifPresent(gone -> policy.notTaken(view(), gone, message, remark, words));
        forgetTransaction();
    }

    private void forgetTransaction() {
        transaction = Optional.empty();
        release();
        if (opened.isPresent()) {
            opened = Optional.empty();
            steps.add(new Step.DropMessage());
        }
    }

    /// The transaction has become a message of the queue.
    void endTransaction() {
        transaction = Optional.empty();
        release();
        opened = Optional.empty();
    }

    /// Everything that was learned in the clear is forgotten, who the client has proved to be as well: somebody
    /// between may have proved it (RFC 3207 §4.2).
    void restart() {
        dropTransaction();
        heloName = Optional.empty();
        esmtp = false;
        tls = true;
        layered = false;
        authentication = Optional.empty();
        noise.restartHello();
        policy.forgetAuthentication();
        Verdict verdict = policy.encrypted(view());
        switch (verdict) {
            case Verdict.Accept(), Verdict.AcceptWith _, Verdict.Discard(), Verdict.Quarantine _ -> {}
            case Verdict.Refuse(Reply reply) -> makeNullServer(reply);
            case Verdict.Abort(Reply reply) -> abort(reply);
        }
    }

    boolean tls() {
        return tls;
    }

    /// True when STARTTLS would be carried out now. TLS takes the place of a security layer of SASL.
    boolean offersTls() {
        return features.has(ServerFeature.STARTTLS) && tlsIsPossible();
    }

    boolean tlsIsPossible() {
        return settings.is(SessionSettings.Mode.TLS_READY) && !tls;
    }

    // ---- authentication ----

    /// The words of AUTH in the answer to EHLO; without any AUTH is not offered.
    List<String> mechanisms() {
        return features.has(ServerFeature.AUTH) ? policy.mechanisms(view()) : List.of();
    }

    Optional<AuthIdentity> authentication() {
        return authentication;
    }

    void authenticated(AuthIdentity identity) {
        authentication = Optional.of(identity);
        // Whatever its greeting was: to sendmail this client speaks ESMTP.
        esmtp = true;
        policy.authenticated(view(), identity);
    }

    /// True when everything goes through a security layer of SASL.
    boolean layered() {
        return layered;
    }

    /// From the reply just said on everything goes through the security layer that AUTH agreed on.
    void startLayer() {
        layered = true;
        noise.restartHello();
        add(new Step.StartSecurityLayer());
    }

    // ---- refusing sessions ----

    /// From now on every command that matters is refused with this reply.
    void makeNullServer(Reply reply) {
        nullServer = Optional.of(reply);
        dropTransaction();
    }

    /// From now on only ETRN is served, besides what needs no mail: there is no room for messages.
    void serveQueueRunsOnly(Reply reply) {
        nullServer = Optional.of(reply);
        onlyQueueRuns = true;
    }

    /// True when the session offers nothing.
    boolean isNullServer() {
        return nullServer.isPresent() && !onlyQueueRuns;
    }

    /// True when the command was answered with the refusal of the session.
    boolean refusedByNullServer(CommandVerb verb) {
        if (nullServer.isEmpty()) {
            return false;
        }
        return switch (verb) {
            case QUIT, HELO, EHLO, LHLO, NOOP, RSET -> false;
            case ETRN -> !onlyQueueRuns && refused();
            case MAIL, RCPT, DATA, HELP, VRFY, EXPN, VERB, AUTH, STARTTLS, SEND, SAML, SOML, TURN -> refused();
            case BDAT -> {
                // Its bytes must not become commands.
                abort(nullServer.get());
                yield true;
            }
        };
    }

    private boolean refused() {
        if (!badCommandIsOneTooMany()) {
            say(nullServer.orElseThrow());
        }
        return true;
    }

    boolean badCommandIsOneTooMany() {
        badCommands++;
        if (badCommands <= settings.limits().maxBadCommands()) {
            return false;
        }
        abort(ReplyTable.tooManyBadCommands(settings.hostName()));
        return true;
    }

    // ---- noise ----

    void began(CommandVerb verb) {
        lastCommand = verb.name().toLowerCase(Locale.ROOT);
        answering = verb.name();
    }

    /// A line came that is no command.
    void beganNothing() {
        answering = "?";
    }

    String answering() {
        return answering;
    }

    /// Lets a command that costs something wait while the host is busy.
    void waitWhileBusy(CommandVerb verb) {
        long millis = switch (verb) {
            case HELO, EHLO, LHLO, MAIL, RCPT, DATA, BDAT, HELP, VRFY, EXPN, ETRN, AUTH, STARTTLS ->
                policy.busyMillis(view(), verb);
            case RSET, NOOP, QUIT, VERB, SEND, SAML, SOML, TURN -> 0;
        };
        if (millis > 0) {
            add(new Step.Delay(millis));
        }
    }

    /// A command line came.
    ///
    /// @param more true when the client has sent more than this line
    void heard(String line, BooleanSupplier more) {
        if (settings.is(SessionSettings.Mode.LOG_DIALOGUE)) {
            notice(SessionNotice.Kind.COMMAND, "<-- " + TrafficLines.withoutSecret(line));
        }
        if (features.has(ServerFeature.NO_PIPELINING) && more.getAsBoolean()) {
            notice(SessionNotice.Kind.EARLY_TALKER, "unauthorized PIPELINING, sleeping, relay=" + client.display());
            add(new Step.Delay(PIPELINING_PAUSE_MILLIS));
        }
    }

    /// A line of an AUTH exchange came.
    void heardSecret() {
        if (settings.is(SessionSettings.Mode.LOG_DIALOGUE)) {
            notice(SessionNotice.Kind.COMMAND, "<-- " + TrafficLines.MASK);
        }
    }

    /// Counts one command of a kind that clients repeat to disturb, and slows the session down.
    ///
    /// @return false when the session was closed
    boolean count(NoiseLimits.Kind kind, String command) {
        NoiseLimits.Count count = noise.count(kind);
        if (count.first()) {
            notice(
                    SessionNotice.Kind.ATTACK,
                    client.display() + ": possible SMTP attack: command=" + command + ", count=" + count.number());
        }
        if (count.cut()) {
            abort(ReplyTable.tooManyBadCommands(settings.hostName()));
            return false;
        }
        if (count.delayMillis() > 0) {
            add(new Step.Delay(count.delayMillis()));
        }
        return true;
    }

    /// @param bytes how many have come
    void commandTooLong(int bytes) {
        notice(SessionNotice.Kind.VIOLATION, client.display() + ": SMTP violation, input too long: " + bytes);
        abort(ReplyTable.commandTooLong(settings.hostName(), client.display()));
    }

    void httpCommand(String line, boolean first) {
        notice(
                SessionNotice.Kind.OPEN_PROXY,
                client.display() + ": probable open proxy: command="
                        + PeerText.escape(line.substring(0, Math.min(line.length(), 40)), 160) + "\\r\\n");
        abort(
                first
                        ? ReplyTable.openProxy(settings.hostName(), client.display())
                        : ReplyTable.httpCommand(settings.hostName(), client.display()));
    }

    /// Something came before the answer to a command after which a client has to wait.
    void noteEarlyData(CommandVerb verb) {
        notice(
                SessionNotice.Kind.EARLY_DATA,
                "rejecting server " + verb + " from " + client.display() + " due to traffic before response");
    }

    void lostInput() {
        notice(
                SessionNotice.Kind.LOST_INPUT,
                "lost input channel from " + client.display() + " to " + settings.daemonName() + " after "
                        + lastCommand);
    }
}
