package org.postern.smtp;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.postern.mail.DeliveryOutcome;

/// The client side of one SMTP or LMTP connection, without the connection: bytes in, [ClientStep]s out (RFC 5321,
/// RFC 2920, RFC 2033). One connection can carry many messages.
///
/// ```
/// session.send(message);                    // may be called before the greeting has come
/// while (true) {
///     switch (session.next()) {
///         case ClientStep.Send(String text) -> output.add(text);
///         case ClientStep.NeedReply(ClientPhase phase) -> { write(output); n = read(buffer); session.input(buffer,
///         0, n); }
///         case ClientStep.SendBody _ -> { ... write through a DataWriter ...; session.bodySent() or .chunksSent(n); }
///         case ClientStep.StartTls() -> { ... handshake ...; session.tlsStarted() or session.tlsFailed(); }
///         case ClientStep.StartLayer() -> { ... wrap the connection ...; session.layerStarted(); }
///         case ClientStep.Finished(var results, boolean usable, boolean stale) -> ...
///         case ClientStep.Idle() -> session.send(another) or session.quit()
///         case ClientStep.Close() -> return
///     }
/// }
/// ```
///
/// With PIPELINING the whole envelope goes out in one write: RSET if the connection was used before, MAIL, all RCPT
/// and DATA. Each reply is counted off against the command that it answers; the server cannot make two commands
/// share one. Nothing of a message goes out before the server has taken a recipient, in chunks (CHUNKING, RFC 3030)
/// too: a server that does not swallow the chunk of a refused message would take what a stranger wrote for commands.
public final class ClientSession {
    private static final byte[] NOTHING = new byte[0];

    private final ClientSettings settings;
    private final ClientPolicy policy;
    private final ClientSecurity security;
    private final ReplyParser parser = new ReplyParser();
    private final ArrayDeque<ClientStep> steps = new ArrayDeque<>();
    private final ArrayDeque<OwedReply> owed = new ArrayDeque<>();
    private final ArrayDeque<Unsent> unsent = new ArrayDeque<>();
    private byte[] input = NOTHING;
    private int at;
    private int end;
    private ServerOffer offer = ServerOffer.NONE;
    private Optional<ClientTransaction> current = Optional.empty();
    private boolean ready;
    private boolean switching;
    private boolean used;
    private boolean answeredSinceStart;
    private boolean bodyDue;
    private boolean dataRefused;
    private boolean mailRefused;
    private boolean closed;
    private boolean extendedHello;
    private boolean finishedBefore;
    private final ClientStory story = new ClientStory();

    /// A command that waits for its turn.
    private record Unsent(String line, OwedReply reply) {}

    /// A connection in clear, without authentication, that has just been opened; its greeting has not been read.
    public ClientSession(ClientSettings settings) {
        this(settings, ClientPolicy.OPEN);
    }

    /// A connection that has just been opened; its greeting has not been read.
    ///
    /// @param policy about encryption, trust and authentication
    public ClientSession(ClientSettings settings, ClientPolicy policy) {
        this.settings = settings;
        this.policy = policy;
        this.security = new ClientSecurity(this, policy);
        owed.add(OwedReply.of(ClientPhase.INITIAL));
    }

    /// Hands over the next message.
    ///
    /// @throws IllegalStateException when the last one is not finished or the connection is closed
    public void send(OutgoingMessage message) {
        if (current.isPresent() || closed) {
            throw new IllegalStateException(closed ? "the connection is closed" : "a message is under way");
        }
        if (finishedBefore) {
            story.clear();
        }
        current = Optional.of(new ClientTransaction(message, story));
        if (ready) {
            startTransaction();
        }
    }

    /// Says QUIT and closes. A message under way must be finished.
    public void quit() {
        if (current.isPresent()) {
            throw new IllegalStateException("a message is under way");
        }
        if (!closed) {
            command("QUIT", OwedReply.of(ClientPhase.QUIT));
            ready = false;
        }
    }

    /// What the server offers; known after the first message or when the session is idle.
    public ServerOffer offer() {
        return offer;
    }

    /// What a report about the last message should tell of the conversation; a long one is cut off.
    public List<SessionRemark> remarks() {
        return story.remarks();
    }

    private static Optional<String> firstLine(Reply reply) {
        return Optional.of(reply.wireLines().getFirst());
    }

    /// What to do next.
    public ClientStep next() {
        while (true) {
            if (!steps.isEmpty()) {
                return steps.poll();
            }
            if (closed) {
                return new ClientStep.Close();
            }
            if (bodyDue) {
                throw new IllegalStateException("the body has to be sent first");
            }
            if (switching) {
                throw new IllegalStateException("the connection has to be switched first");
            }
            if (at < end && !owed.isEmpty()) {
                at = parser.read(input, at, end);
                parsed();
            } else if (!owed.isEmpty()) {
                return new ClientStep.NeedReply(owed.peek().phase());
            } else if (!unsent.isEmpty()) {
                sendMore();
            } else if (ready && current.isEmpty()) {
                return idle();
            } else {
                throw new IllegalStateException("nothing is owed and nothing is to be sent");
            }
        }
    }

    private ClientStep idle() {
        // What the server says unasked is not an answer to anything that follows.
        at = end;
        return new ClientStep.Idle();
    }

    /// Hands over bytes that came. The array must stay as it is until the next step that is not a result of it.
    public void input(byte[] bytes, int offset, int length) {
        if (at != end) {
            throw new IllegalStateException("input is still being used");
        }
        input = bytes;
        at = offset;
        end = offset + length;
    }

    /// The connection is gone, by the server or by an error of the network.
    public void connectionLost() {
        story.remark(new SessionRemark.Trouble("451 4.4.1 reply: read error from " + settings.hostName()));
        abandon(ReplyClassifier.lost(settings.hostName()));
    }

    /// Nothing came within the time-out of the phase.
    public void timedOut() {
        story.remark(new SessionRemark.Trouble("451 4.4.1 timeout waiting for input from " + settings.hostName()));
        abandon(ReplyClassifier.timedOut(settings.hostName()));
    }

    /// The body and its closing dot are sent.
    public void bodySent() {
        if (!bodyDue) {
            throw new IllegalStateException("no body is due");
        }
        bodyDue = false;
        owedAfterDot();
    }

    /// The message is sent in chunks.
    ///
    /// @param before how many chunks there were before the last one
    public void chunksSent(int before) {
        if (!bodyDue) {
            throw new IllegalStateException("no body is due");
        }
        bodyDue = false;
        story.said("BDAT");
        for (int i = 0; i < before; i++) {
            owed.add(OwedReply.of(ClientPhase.DATA_BLOCK));
        }
        owedAfterDot();
    }

    /// The body could not be read to its end; the connection must close, for a closing dot would complete half a
    /// message.
    public void bodyFailed() {
        bodyDue = false;
        abandon(ReplyClassifier.bodyFailed());
    }

    private void owedAfterDot() {
        if (lmtp()) {
            for (int recipient : current.orElseThrow().accepted()) {
                owed.add(new OwedReply(ClientPhase.DATA_FINAL, recipient));
            }
        } else {
            owed.add(OwedReply.of(ClientPhase.DATA_FINAL));
        }
    }

    private void parsed() {
        switch (parser.status()) {
            case MORE -> {}
            case COMPLETE -> {
                OwedReply answered = owed.remove();
                reply(answered, parser.take());
            }
            case MALFORMED -> abandon(ReplyClassifier.malformed(settings.hostName()));
        }
    }

    private void reply(OwedReply answered, Reply reply) {
        if (answered.phase().worthTelling()) {
            String asked = current.map(under -> under.asked(answered, offer)).orElse("");
            story.note(reply, answered.phase(), asked);
        }
        if (reply.code() == 421 && answered.phase() != ClientPhase.QUIT) {
            shutDownByServer(answered, reply);
            return;
        }
        switch (answered.phase()) {
            case INITIAL -> greeting(reply);
            case HELO, LHLO -> hello(reply);
            case MISC -> ready();
            case RSET -> reset(reply);
            case MAIL -> mail(reply);
            case RCPT -> rcpt(answered.recipient(), reply);
            case DATA_INIT -> data(reply);
            case DATA_FINAL -> sent(answered, reply);
            case QUIT -> close();
            case STARTTLS -> security.startTls(reply, at < end, offer);
            case AUTH -> security.answered(reply, offer);
            case DATA_BLOCK -> chunk(reply);
        }
    }

    /// 421 ends the connection whatever it answers (RFC 5321 §3.8). What has no outcome yet is deferred.
    private void shutDownByServer(OwedReply answered, Reply reply) {
        boolean early = answered.phase().beforeMail();
        DeliveryOutcome outcome = early ? ReplyClassifier.greeting(reply) : ReplyClassifier.data(reply);
        boolean another = early || answered.phase() == ClientPhase.MAIL || answered.phase() == ClientPhase.RCPT;
        abandon(outcome, another, firstLine(reply));
    }

    // ---- start ----

    private void greeting(Reply reply) {
        if (reply.code() / 100 != 2) {
            // As sendmail: no QUIT to a server that refuses to talk.
            abandon(ReplyClassifier.greeting(reply), true, firstLine(reply));
            return;
        }
        if (lmtp()) {
            sayHello(CommandVerb.LHLO, ClientPhase.LHLO);
        } else if (settings.is(ClientSettings.Mode.PLAIN_SMTP)) {
            sayHello(CommandVerb.HELO, ClientPhase.HELO);
        } else if (settings.is(ClientSettings.Mode.ALWAYS_EHLO) || HostGreeting.saysEsmtp(reply)) {
            sayHello(CommandVerb.EHLO, ClientPhase.HELO);
            extendedHello = true;
        } else {
            sayHello(CommandVerb.HELO, ClientPhase.HELO);
        }
    }

    private void sayHello(CommandVerb verb, ClientPhase phase) {
        String line = ClientCommands.hello(settings, verb);
        story.said(line);
        steps.add(new ClientStep.Send(line));
        owed.add(OwedReply.of(phase));
    }

    private void hello(Reply reply) {
        if (reply.permanent() && extendedHello) {
            extendedHello = false;
            sayHello(CommandVerb.HELO, ClientPhase.HELO);
            return;
        }
        if (reply.code() / 100 != 2) {
            refuseToTalk(ReplyClassifier.greeting(reply), firstLine(reply));
            return;
        }
        boolean checked = !lmtp() && !settings.is(ClientSettings.Mode.NO_LOOP_CHECK);
        if (checked && HostGreeting.isFrom(reply, settings.ownName())) {
            String words = "553 5.3.5 " + settings.hostName() + " config error: mail loops back to me (MX problem?)";
            story.remark(new SessionRemark.Trouble(words));
            refuseToTalk(ReplyClassifier.loop(words), Optional.empty());
            return;
        }
        boolean extended = extendedHello || lmtp();
        offer = extended ? ServerOffer.of(reply) : ServerOffer.NONE;
        security.greeted(offer);
    }

    // ---- encryption and authentication: called by ClientSecurity ----

    /// Sends one command and waits for its answer.
    ///
    /// @param shown the command as a report may tell it, without secrets
    void ask(String text, String shown, ClientPhase phase) {
        story.said(shown);
        command(text, OwedReply.of(phase));
    }

    /// The owner has to switch the connection.
    void step(ClientStep step) {
        switching = true;
        steps.add(step);
    }

    /// EHLO again, in the conversation that was switched to.
    void helloAgain() {
        extendedHello = !lmtp();
        sayHello(lmtp() ? CommandVerb.LHLO : CommandVerb.EHLO, lmtp() ? ClientPhase.LHLO : ClientPhase.HELO);
    }

    /// The connection is as safe as it gets; what a server says to VERB does not matter.
    void opened() {
        if (settings.is(ClientSettings.Mode.SAYS_VERB)) {
            command("VERB", OwedReply.of(ClientPhase.MISC));
        } else {
            ready();
        }
    }

    private void ready() {
        ready = true;
        if (current.isPresent()) {
            startTransaction();
        }
    }

    /// The server is not trusted with the message.
    void refuseToTalk(ClientPolicy.Refusal refusal) {
        story.remark(new SessionRemark.Trouble(refusal.line()));
        refuseToTalk(refusal.outcome(), Optional.empty());
    }

    /// The same, on a connection that is of no use any more.
    void giveUp(ClientPolicy.Refusal refusal) {
        story.remark(new SessionRemark.Trouble(refusal.line()));
        abandon(refusal.outcome(), true, Optional.empty());
    }

    /// The handshake is done; everything goes through TLS from now on.
    public void tlsStarted() {
        switched();
        security.tlsStarted();
    }

    /// The handshake failed.
    public void tlsFailed() {
        switched();
        security.tlsFailed();
    }

    /// Everything goes through the security layer from now on.
    public void layerStarted() {
        switched();
        helloAgain();
    }

    /// What was said before the switch does not count any more.
    private void switched() {
        if (!switching) {
            throw new IllegalStateException("nothing is to be switched");
        }
        switching = false;
        offer = ServerOffer.NONE;
        at = end;
        parser.reset();
    }

    /// The conversation cannot go on, but the server deserves a QUIT.
    private void refuseToTalk(DeliveryOutcome outcome, Optional<String> answer) {
        finish(outcome, true, false, answer);
        ready = false;
        command("QUIT", OwedReply.of(ClientPhase.QUIT));
    }

    // ---- transaction ----

    private void startTransaction() {
        ClientTransaction transaction = current.orElseThrow();
        OutgoingMessage message = transaction.message();
        answeredSinceStart = false;
        mailRefused = false;
        dataRefused = false;
        // No reply is owed: what the server has said beyond is no answer to what follows.
        at = end;
        parser.reset();
        if (transaction.endsUnsent(offer, policy)) {
            finishUsable();
            return;
        }
        if (used) {
            queue("RSET\r\n", OwedReply.of(ClientPhase.RSET));
        }
        used = true;
        String mail = ClientCommands.mail(message, offer, settings, security.namesAuthor());
        story.saidMail(mail);
        queue(mail, OwedReply.of(ClientPhase.MAIL));
        for (int i = 0; i < message.recipients().size(); i++) {
            if (!transaction.decided(i)) {
                queue(transaction.ask(i, offer), new OwedReply(ClientPhase.RCPT, i));
            }
        }
        if (!chunking()) {
            queue("DATA\r\n", OwedReply.of(ClientPhase.DATA_INIT));
        }
        sendMore();
    }

    private boolean lmtp() {
        return settings.is(ClientSettings.Mode.LMTP);
    }

    private boolean chunking() {
        return settings.is(ClientSettings.Mode.CHUNKING) && offer.has(ServerOffer.Extension.CHUNKING);
    }

    private void sendBody() {
        bodyDue = true;
        boolean eightBitAllowed =
                offer.has(ServerOffer.Extension.EIGHT_BIT_MIME) || settings.is(ClientSettings.Mode.EIGHT_BIT_ANYWAY);
        steps.add(new ClientStep.SendBody(current.orElseThrow().message(), chunking(), eightBitAllowed));
    }

    private void queue(String line, OwedReply reply) {
        unsent.add(new Unsent(line, reply));
    }

    private void command(String text, OwedReply reply) {
        steps.add(new ClientStep.Send(ClientCommands.line(text)));
        owed.add(reply);
    }

    /// So many commands may be on the way at once.
    private int room() {
        boolean pipelining =
                offer.has(ServerOffer.Extension.PIPELINING) && !settings.is(ClientSettings.Mode.NO_PIPELINING);
        return pipelining ? settings.maxPipelined() : 1;
    }

    /// Sends as many commands as may be on the way at once.
    private void sendMore() {
        int room = room();
        StringBuilder batch = new StringBuilder(256);
        while (room > 0 && !unsent.isEmpty()) {
            Unsent command = unsent.remove();
            batch.append(command.line());
            story.said(command.line());
            owed.add(command.reply());
            room--;
        }
        steps.add(new ClientStep.Send(batch.toString()));
    }

    private void reset(Reply reply) {
        if (reply.code() / 100 != 2) {
            // Something is wrong with the old connection; the message can go over a new one.
            finish(ReplyClassifier.data(reply), false, true, firstLine(reply));
            close();
        }
    }

    private void mail(Reply reply) {
        answeredSinceStart = true;
        if (reply.code() / 100 == 2) {
            return;
        }
        mailRefused = true;
        current.orElseThrow().decideRest(ReplyClassifier.mail(reply), reply.temporary(), firstLine(reply));
        nothingMoreToSend();
    }

    private void rcpt(int recipient, Reply reply) {
        ClientTransaction transaction = current.orElseThrow();
        if (reply.code() / 100 == 2 && !mailRefused) {
            transaction.accept(recipient, reply.wireLines().getFirst());
        } else {
            transaction.decide(recipient, ReplyClassifier.rcpt(reply), reply.temporary(), firstLine(reply));
        }
        boolean onlyDataLeft = unsent.size() <= (chunking() ? 0 : 1) && owed.isEmpty();
        if (onlyDataLeft && !transaction.anyAccepted()) {
            nothingMoreToSend();
        } else if (onlyDataLeft && chunking()) {
            sendBody();
        }
    }

    /// Commands that were not yet sent are not needed any more; when nothing is on the way either, it is over.
    private void nothingMoreToSend() {
        unsent.clear();
        if (owed.isEmpty()) {
            finishUsable();
        }
    }

    private void data(Reply reply) {
        ClientTransaction transaction = current.orElseThrow();
        boolean wanted = transaction.anyAccepted() && !mailRefused;
        if (reply.code() == 354 && wanted) {
            sendBody();
        } else if (reply.code() == 354) {
            // Nobody to send to, but the server waits for data: an empty message ends it (RFC 2920 §3.1).
            dataRefused = true;
            steps.add(new ClientStep.Send(".\r\n"));
            owed.add(OwedReply.of(ClientPhase.DATA_FINAL));
        } else {
            transaction.decideRest(ReplyClassifier.data(reply), false, firstLine(reply));
            finishUsable();
        }
    }

    /// A chunk before the last one. What the server says to those after a refused one decides nothing more; in LMTP
    /// nobody knows how many answers come then, so that the connection is of no use any more.
    private void chunk(Reply reply) {
        if (reply.code() / 100 != 2) {
            DeliveryOutcome outcome = ReplyClassifier.data(reply);
            if (lmtp()) {
                abandon(outcome, false, firstLine(reply));
            } else {
                current.orElseThrow().decideRest(outcome, false, firstLine(reply));
            }
        }
    }

    private void sent(OwedReply answered, Reply reply) {
        ClientTransaction transaction = current.orElseThrow();
        if (!dataRefused) {
            DeliveryOutcome outcome =
                    reply.code() / 100 == 2 ? ReplyClassifier.sent(reply, offer, lmtp()) : ReplyClassifier.data(reply);
            if (lmtp()) {
                transaction.decide(answered.recipient(), outcome, false, firstLine(reply));
            } else {
                transaction.decideRest(outcome, false, firstLine(reply));
            }
        }
        if (owed.isEmpty()) {
            finishUsable();
        }
    }

    // ---- end ----

    private void finishUsable() {
        ClientTransaction transaction = current.orElseThrow();
        current = Optional.empty();
        finishedBefore = true;
        steps.add(new ClientStep.Finished(transaction.results(), true, false));
    }

    private void finish(DeliveryOutcome outcome, boolean mayTryNextHost, boolean stale, Optional<String> answer) {
        if (current.isPresent()) {
            ClientTransaction transaction = current.get();
            current = Optional.empty();
            transaction.decideRest(outcome, mayTryNextHost, answer);
            steps.add(new ClientStep.Finished(transaction.results(), false, stale));
        }
    }

    private void abandon(DeliveryOutcome outcome) {
        OwedReply waitingFor = owed.isEmpty() ? OwedReply.of(ClientPhase.DATA_BLOCK) : owed.peek();
        abandon(outcome, waitingFor.phase().beforeBody(), Optional.empty());
    }

    private void abandon(DeliveryOutcome outcome, boolean mayTryNextHost, Optional<String> answer) {
        boolean reused = finishedBefore && !answeredSinceStart;
        finish(outcome, mayTryNextHost, reused && current.isPresent(), answer);
        close();
    }

    private void close() {
        closed = true;
        bodyDue = false;
        switching = false;
        owed.clear();
        unsent.clear();
        at = end;
    }
}
