package org.postern.receive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.cf.CfOption;
import org.postern.queue.MailQueue;
import org.postern.queue.QueueException;
import org.postern.queue.QueueSelection;
import org.postern.smtp.Reply;
import org.postern.smtp.ServerFeature;
import org.postern.smtp.ServerSession;
import org.postern.smtp.Step;
import org.postern.smtp.TrafficLines;
import org.postern.tls.ServerWish;
import org.postern.tls.TlsFailure;
import org.postern.tls.TlsServerContext;

/// One SMTP connection from the greeting to its end, on one virtual thread: moves bytes between the socket and the
/// session logic and carries out what the session asks for.
///
/// Replies to commands that came in one piece go out in one write.
final class SmtpConnection {
    /// Waiting that a session asks for.
    @FunctionalInterface
    interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    private static final Reply NO_SPACE = Reply.of("452 4.4.5 Insufficient disk space; try again later");
    private static final Reply STORAGE_FAILED = Reply.of("451 4.3.0 Queue storage failure; try again later");
    private static final Reply QUEUE_FULL = Reply.of("452 4.3.1 Queue is full; try again later");
    private static final Reply QUEUE_CLOSING = Reply.of("451 4.3.2 System shutting down; try again later");
    private static final long LOOK_FOR_EARLY_TALK_MILLIS = 50;

    /// Replies that wait for the end of the input are sent when there are more: a client that asks for long answers
    /// and reads none of them costs no more memory than this and one answer.
    private static final int MOST_HELD_BACK = 8 * 1024;

    /// A client that said VERB hears no longer than this what becomes of its message: it must not give up before it
    /// has its reply (RFC 5321 §4.5.3.2.6: ten minutes).
    private static final Duration LONGEST_TELLING = Duration.ofMinutes(5);

    private static final Duration A_MOMENT = Duration.ofMillis(200);

    private final ServingDaemon daemon;
    private final Origin origin;
    private final ConnectionStream stream;
    private final SessionFigures figures;
    private final Pause pause;
    private final TrafficLines traffic;
    private final RulesetPolicy policy;
    private Optional<MailQueue.Reception> reception = Optional.empty();
    private Optional<Reply> storageFailure = Optional.empty();
    private StringBuilder replies = new StringBuilder(0);
    private final DeliveryFollower follower;
    private Optional<StatedPeer> stated = Optional.empty();
    private boolean firstInput = true;
    private boolean inMessage;
    private long stepBegun;
    private volatile boolean stopping;
    private volatile boolean betweenCommands;

    /// @param traffic gets what is said
    /// @param follower tells what becomes of messages
    SmtpConnection(
            ServingDaemon daemon,
            Origin origin,
            ConnectionStream stream,
            SessionFigures figures,
            Pause pause,
            TrafficLines traffic,
            DeliveryFollower follower) {
        this.daemon = daemon;
        this.follower = follower;
        this.origin = origin;
        this.stream = stream;
        this.figures = figures;
        this.pause = pause;
        this.traffic = traffic;
        this.policy = new RulesetPolicy(daemon, origin);
    }

    /// Serves the client until the session ends; the caller closes the stream. Throws nothing: a bug of our own, a
    /// stack or a heap that is full ends this session only.
    void serve() {
        try {
            converse();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError bug) {
            daemon.context()
                    .events()
                    .accept(ReceiveNotice.of(
                            ReceiveNotice.Kind.INTERNAL_ERROR,
                            "session with " + origin.relay() + " ended by " + InternalErrors.describe(bug)));
        } finally {
            dropMessage();
        }
    }

    private void converse() throws InterruptedException {
        stepBegun = now();
        ServerSession session = new ServerSession(
                daemon.settings(policy.handshake().possible()),
                origin.identity(),
                policy.features(daemon.features()),
                daemon.greeting(policy.macros(), daemon.acceptance().dateNow()),
                policy,
                stream::moreHasCome,
                policy::sessionName,
                daemon.context().events());
        try {
            while (carryOut(session, session.next())) {
                // The steps do all the work.
            }
        } catch (IOException _) {
            session.inputClosed();
        }
    }

    /// @return false when the connection is over
    private boolean carryOut(ServerSession session, Step step) throws IOException, InterruptedException {
        switch (step) {
            case Step.Say(Reply reply) -> {
                figures.replies().count(session.answering(), reply);
                stepDone(inMessage ? "message" : session.answering());
                policy.told(session.answering(), reply);
                reply.appendTo(replies);
                if (replies.length() > MOST_HELD_BACK) {
                    send();
                }
            }
            case Step.NeedInput(Step.Phase phase) -> {
                waitForInput(session, phase);
                return stated.isEmpty();
            }
            case Step.Body(byte[] bytes, int offset, int length) -> store(session, bytes, offset, length);
            case Step.OpenMessage() -> open(session);
            case Step.CommitMessage commit -> commit(session, commit);
            case Step.DropMessage() -> dropMessage();
            case Step.StartQueueRun(PeerText target) -> startQueueRun(target);
            case Step.Delay(long millis) -> {
                send();
                pause.millis(millis);
                stepBegun = now();
            }
            case Step.WatchForEarlyTalk(long millis) -> {
                watchForEarlyTalk(millis);
                stepBegun = now();
            }
            case Step.StartSecurityLayer() -> {
                send();
                stream.startLayer(policy.trust().layer());
            }
            case Step.UpgradeToTls() -> {
                stepBegun = now();
                startTls(session);
                stepDone("handshake");
            }
            case Step.Close() -> {
                send();
                return false;
            }
        }
        return true;
    }

    /// @param step a command as the session names it, or another step; counted in small letters
    private void stepDone(String step) {
        long now = now();
        String name = step.equals("?") ? "other" : Ascii.lower(step);
        figures.times().add(name, now - stepBegun);
        stepBegun = now;
    }

    private long now() {
        return daemon.context().clock().nanoTime();
    }

    private void waitForInput(ServerSession session, Step.Phase phase) throws IOException {
        send();
        boolean command = phase == Step.Phase.COMMAND;
        Duration timeout = command ? daemon.commandTimeout() : daemon.dataBlockTimeout();
        betweenCommands = command;
        if (command && stopping) {
            session.shutDown();
            return;
        }
        ConnectionStream.Arrival arrival = stream.await(timeout.toNanos());
        betweenCommands = false;
        inMessage = !command;
        stepBegun = now();
        switch (arrival) {
            case BYTES -> {
                if (statesPeer() || statesCall()) {
                    return;
                }
                traffic.heard(stream.bytes(), 0, stream.length());
                session.input(stream.bytes(), 0, stream.length());
            }
            case CLOSED -> {
                traffic.ended();
                session.inputClosed();
            }
            case TIMED_OUT -> {
                if (stopping) {
                    session.shutDown();
                } else {
                    session.inputTimedOut();
                }
            }
        }
    }

    /// True when these first bytes say for whom a privileged caller speaks; then this session is over.
    private boolean statesPeer() {
        boolean asked =
                firstInput && origin.localUser().filter(this::maySpeakForOthers).isPresent();
        if (asked) {
            stated = StatedPeer.parse(stream.bytes(), stream.length());
        }
        return stated.isPresent();
    }

    /// True when these first bytes are what a local command says of its message.
    private boolean statesCall() {
        Optional<StatedCall> call = firstInput && origin.localUser().isPresent()
                ? StatedCall.parse(stream.bytes(), stream.length())
                : Optional.empty();
        firstInput = false;
        call.ifPresent(said -> {
            policy.stated(said);
            replies.append(StatedCall.answer());
        });
        return call.isPresent();
    }

    private boolean maySpeakForOthers(Origin.LocalCaller caller) {
        String trusted = daemon.context().configuration().options().text(CfOption.TRUSTED_USER);
        return caller.uid() == 0
                || (!trusted.isEmpty()
                        && (trusted.equals(caller.user()) || trusted.equals(Integer.toString(caller.uid()))));
    }

    /// The client that the session belongs to from now on; known when [#serve] has returned.
    Optional<StatedPeer> stated() {
        return stated;
    }

    private void send() throws IOException {
        if (replies.isEmpty()) {
            return;
        }
        byte[] bytes = Ascii.bytes(replies.toString());
        replies = new StringBuilder(0);
        traffic.said(bytes, 0, bytes.length);
        stream.send(bytes, daemon.commandTimeout().toNanos());
    }

    private void startTls(ServerSession session) throws IOException {
        send();
        Optional<TlsServerContext> context = policy.handshake().choose();
        if (context.isEmpty()) {
            note(ReceiveNotice.Kind.NO_CERTIFICATE, "smtps: TLS not available, exiting");
            session.tlsFailed();
            return;
        }
        ServerWish wish = new ServerWish(
                daemon.name() + "/" + daemon.port(), session.view().features().has(ServerFeature.REQUEST_CERTIFICATE));
        try {
            policy.trust()
                    .encrypted(stream.startTls(
                            context.get(), wish, daemon.handshakeTimeout().toNanos()));
        } catch (TlsFailure failure) {
            policy.trust().handshakeFailed(failure);
            session.tlsFailed();
            return;
        } catch (IOException _) {
            policy.trust().handshakeLost();
            session.tlsFailed();
            return;
        }
        session.tlsStarted();
    }

    private void watchForEarlyTalk(long millis) throws IOException, InterruptedException {
        send();
        long left = millis;
        while (left > 0 && !stream.moreHasCome()) {
            long slice = Math.min(left, LOOK_FOR_EARLY_TALK_MILLIS);
            pause.millis(slice);
            left -= slice;
        }
    }

    private void open(ServerSession session) {
        dropMessage();
        storageFailure = Optional.empty();
        try {
            MailQueue.Reception begun = daemon.context().queue().receive();
            reception = Optional.of(begun);
            session.messageOpened(begun.id());
        } catch (QueueException failure) {
            session.messageNotOpened(replyTo(failure));
        }
    }

    private void store(ServerSession session, byte[] bytes, int offset, int length) {
        try {
            if (reception.isPresent()) {
                reception.get().write(bytes, offset, length);
            }
        } catch (QueueException failure) {
            Reply reply = replyTo(failure);
            dropMessage();
            storageFailure = Optional.of(reply);
            session.storageFailed(reply);
        }
    }

    /// A message that came in one piece is committed in the step after its body, so a failure there must be
    /// remembered here: what was not stored is never committed.
    private void commit(ServerSession session, Step.CommitMessage step) throws InterruptedException {
        if (storageFailure.isPresent()) {
            session.messageNotCommitted(storageFailure.get());
            return;
        }
        MailQueue.Reception complete =
                reception.orElseThrow(() -> new IllegalStateException("a commit without a reception"));
        boolean told = session.verbose() && step.transaction().quarantine().isEmpty();
        try (DeliveryFollower.Following following =
                told ? follower.follow(complete.id()) : DeliveryFollower.NONE.follow(complete.id())) {
            if (told) {
                policy.macros().define(FirstDelivery.MACRO, FirstDelivery.FOLLOWED);
            }
            List<String> warnings = policy.warnings();
            long begun = now();
            daemon.acceptance()
                    .commit(complete, step, policy.macros(), policy.author(), warnings, origin, daemon.loggedName());
            figures.times().add("commit", now() - begun);
            reception = Optional.empty();
            complete.close();
            tell(following);
            session.messageCommitted();
        } catch (QueueException failure) {
            Reply reply = replyTo(failure);
            dropMessage();
            session.messageNotCommitted(reply);
        }
    }

    /// Tells what becomes of the message while that happens, in lines that are no reply (sendmail's code 050).
    private void tell(DeliveryFollower.Following following) throws InterruptedException {
        long begun = now();
        long end = begun + LONGEST_TELLING.toNanos();
        try {
            while (!following.over() && !stopping && now() - end < 0) {
                Optional<String> line = following.next(A_MOMENT);
                if (line.isPresent()) {
                    replies.append("050 ").append(line.get()).append("\r\n");
                    send();
                }
            }
        } catch (IOException _) {
            // The client has gone; the message is in the queue all the same.
        }
        stepBegun += now() - begun;
    }

    private void dropMessage() {
        reception.ifPresent(MailQueue.Reception::close);
        reception = Optional.empty();
    }

    private Reply replyTo(QueueException failure) {
        String words = PeerText.escape(String.valueOf(failure.getMessage()), 400);
        return switch (failure.kind()) {
            case DISK_FULL -> {
                note(ReceiveNotice.Kind.LOW_ON_SPACE, "low on space (" + words + ")");
                yield NO_SPACE;
            }
            case STORAGE, IN_USE -> {
                note(ReceiveNotice.Kind.STORAGE_FAILED, "SYSERR: " + words);
                yield STORAGE_FAILED;
            }
            case TOO_MANY -> {
                note(ReceiveNotice.Kind.LOW_ON_SPACE, "queue is full (" + words + ")");
                yield QUEUE_FULL;
            }
            case CLOSING -> QUEUE_CLOSING;
        };
    }

    private void note(ReceiveNotice.Kind kind, String text) {
        String id = reception.map(open -> open.id().value()).orElse("NOQUEUE");
        daemon.context().events().accept(ReceiveNotice.about(kind, id, text));
    }

    /// ETRN names a host, all of a domain's hosts with `@`, or a queue group with `#` (RFC 1985 §5).
    private void startQueueRun(PeerText target) {
        String text = target.forParsing();
        QueueSelection selection = text.startsWith("#")
                ? new QueueSelection(QueueSelection.ALL.kind(), Optional.of(text.substring(1)), List.of())
                : new QueueSelection(List.of(new QueueSelection.Condition(
                        QueueSelection.Part.RECIPIENT, text.startsWith("@") ? text.substring(1) : "@" + text, false)));
        daemon.context().queue().runNow(selection);
    }

    /// Asks the session to end: at once when it waits for a command, else after the message under way.
    void stop() {
        stopping = true;
        if (betweenCommands) {
            stream.expire();
        }
    }

    /// Ends the session without a word.
    void abort() {
        stopping = true;
        stream.abort();
    }
}
