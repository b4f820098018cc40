package org.postern.smtp;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.mail.QueueId;

/// The server side of one SMTP or LMTP connection, without the connection: bytes in, [Step]s out (RFC 5321, RFC
/// 2033).
///
/// The owner asks for the [#next] step in a loop and carries it out. Steps that need an answer name the method to
/// call. Commands that came in one piece are answered by replies in a row, which the owner gathers into one write.
///
/// ```
/// while (true) {
///     switch (session.next()) {
///         case Step.Say(Reply reply) -> reply.appendTo(output);
///         case Step.NeedInput(Step.Phase phase) -> { send(output); read into buffer; session.input(buffer, 0, n);
/// }
///         ...
///     }
/// }
/// ```
///
/// A session is used by one thread at a time. It holds no memory that a peer can make grow beyond the limits in
/// [SessionSettings]: one command line, the recipients, the header of one message.
public final class ServerSession {
    /// The longest command line in bytes, with CR LF (sendmail's MAXLINE).
    public static final int MAX_COMMAND_LINE = 2048;

    /// The longest line of AUTH and of its exchange in bytes, with CR LF (RFC 4954 §4: at least 12288).
    public static final int MAX_AUTH_LINE = 12_288;

    private static final byte[] NOTHING = new byte[0];

    private final SessionState state;
    private final HelloCommands hello;
    private final TransactionCommands transactions;
    private final QuestionCommands questions;
    private final AuthCommands authentication;
    private final MessageIntake intake;
    private final LineAccumulator lines = new LineAccumulator(MAX_COMMAND_LINE, "AUTH", MAX_AUTH_LINE);
    private final BooleanSupplier moreReadable;
    private byte[] input = NOTHING;
    private int at;
    private int end;
    private boolean first = true;

    /// @param greeting the words of the first reply without its code, with macros expanded; may have several lines
    ///     (option SmtpGreetingMessage)
    /// @param moreReadable true when the client has sent more than [#input] was given; asked only to find
    ///     clients that talk before their turn
    /// @param sessionName asked at most once: what log lines of the session begin with while it has no message
    /// @param events where the log lines of the dialogue go
    public ServerSession(
            SessionSettings settings,
            ClientIdentity client,
            SessionFeatures features,
            String greeting,
            SessionPolicy policy,
            BooleanSupplier moreReadable,
            Supplier<String> sessionName,
            EventSink events) {
        this.moreReadable = moreReadable;
        this.state = new SessionState(settings, client, features, policy, sessionName, events);
        this.hello = new HelloCommands(state, greeting, this::inputWaits);
        this.intake = new MessageIntake(state);
        this.transactions = new TransactionCommands(state, intake, this::inputWaits);
        this.questions = new QuestionCommands(state);
        this.authentication = new AuthCommands(state);
        hello.open();
    }

    /// What to do next.
    ///
    /// @throws IllegalStateException when the last step still waits for its answer
    public Step next() {
        state.requireNothingAwaited();
        while (true) {
            Optional<Step> step = state.pollStep();
            if (step.isPresent()) {
                return step.get();
            }
            if (state.closed()) {
                return new Step.Close();
            }
            if (hello.greetingIsDue()) {
                hello.greet();
            } else if (intake.endIsDue()) {
                intake.finish();
            } else if (at == end) {
                return new Step.NeedInput(intake.active() ? Step.Phase.DATA_BLOCK : Step.Phase.COMMAND);
            } else if (intake.active()) {
                at = intake.read(input, at, end);
            } else {
                readLine();
            }
        }
    }

    /// Hands over bytes that came. The array must stay as it is until the next [Step.NeedInput].
    public void input(byte[] bytes, int offset, int length) {
        if (at != end) {
            throw new IllegalStateException("input is still being used");
        }
        input = bytes;
        at = offset;
        end = offset + length;
    }

    /// The client has closed its side.
    public void inputClosed() {
        if (intake.active()) {
            intake.lost();
        } else {
            state.lostInput();
        }
        state.close();
    }

    /// Nothing came within the time-out of the phase.
    public void inputTimedOut() {
        if (intake.active()) {
            intake.timedOut();
        } else {
            state.say(ReplyTable.lostInput(
                    state.settings().hostName(), state.client().display()));
            state.lostInput();
        }
        state.close();
    }

    /// The daemon stops: says 421 at once when no message is being read, and closes.
    public void shutDown() {
        state.say(ReplyTable.shuttingDown(state.settings().hostName()));
        state.close();
    }

    /// Answers [Step.OpenMessage].
    public void messageOpened(QueueId id) {
        state.answered(SessionState.Awaited.OPEN_MESSAGE);
        state.opened(id);
        transactions.mailOpened(id);
    }

    /// Answers [Step.OpenMessage] when there is no room.
    public void messageNotOpened(Reply reply) {
        state.answered(SessionState.Awaited.OPEN_MESSAGE);
        transactions.mailNotOpened(reply);
    }

    /// Tells that bytes of [Step.Body] could not be stored. The rest of the message is read and forgotten, and then
    /// answered with this reply.
    public void storageFailed(Reply reply) {
        intake.fail(reply);
    }

    /// Answers [Step.CommitMessage]: the message is durable.
    public void messageCommitted() {
        state.answered(SessionState.Awaited.COMMIT);
        intake.committed();
    }

    /// Answers [Step.CommitMessage]: the message is not accepted.
    public void messageNotCommitted(Reply reply) {
        state.answered(SessionState.Awaited.COMMIT);
        intake.notCommitted(reply);
    }

    /// Answers [Step.UpgradeToTls]: the handshake is done. What the client said before is forgotten (RFC 3207
    /// §4.2), and plain bytes that were not yet used are dropped.
    ///
    /// A policy that refuses the session now refuses every command that matters.
    public void tlsStarted() {
        state.answered(SessionState.Awaited.TLS);
        forgetInput();
        first = true;
        state.restart();
    }

    /// Answers [Step.UpgradeToTls]: the handshake failed, which has been noted. The connection is of no use then.
    public void tlsFailed() {
        state.answered(SessionState.Awaited.TLS);
        forgetInput();
        state.close();
    }

    private void forgetInput() {
        at = end;
        lines.reset();
    }

    /// What a policy may see of the session.
    public SessionView view() {
        return state.view();
    }

    /// The command that replies are about, by its word; `connect` before the first, `?` for what is no command.
    public String answering() {
        return state.answering();
    }

    /// True when the client has asked to hear what becomes of its messages (VERB).
    public boolean verbose() {
        return state.verbose();
    }

    private boolean inputWaits() {
        return at < end || moreReadable.getAsBoolean();
    }

    private void readLine() {
        int before = at;
        lines.longLine(authentication.running());
        at = lines.take(input, at, end);
        if (lines.tooLong()) {
            state.beganNothing();
            state.commandTooLong(lines.limit() + end - before);
            return;
        }
        if (lines.complete()) {
            String line = lines.takeLine();
            if (authentication.running()) {
                exchange(line);
                return;
            }
            boolean proxy = (first || state.features().has(ServerFeature.REJECT_HTTP)) && HttpWords.starts(line);
            if (proxy) {
                state.beganNothing();
                state.httpCommand(line, first);
            } else {
                state.heard(line, this::inputWaits);
                dispatch(line);
            }
            first = false;
        }
    }

    /// What came in the clear with the last line of an exchange that agreed on a security layer is dropped.
    private void exchange(String line) {
        state.heardSecret();
        authentication.respond(line);
        if (state.layered()) {
            forgetInput();
        }
    }

    private void dispatch(String line) {
        switch (CommandParser.parse(line)) {
            case ParsedCommand.Unknown(PeerText word, PeerText whole) -> unknown(word, whole);
            case ParsedCommand.Bad(CommandVerb verb, Reply reply) -> {
                if (isForeign(verb)) {
                    unknown(PeerText.of(verb.name()), PeerText.of(line));
                    return;
                }
                state.began(verb);
                if (!state.refusedByNullServer(verb)) {
                    state.waitWhileBusy(verb);
                    transactions.malformed(verb, reply);
                }
            }
            case ParsedCommand.Good(SmtpCommand command) -> {
                if (isForeign(command.verb())) {
                    unknown(PeerText.of(command.verb().name()), PeerText.of(line));
                    return;
                }
                state.began(command.verb());
                if (!state.refusedByNullServer(command.verb())) {
                    state.waitWhileBusy(command.verb());
                    carryOut(command);
                }
            }
        }
    }

    /// LHLO is no command of SMTP, HELO and EHLO are none of LMTP (RFC 2033 §4.1), and BDAT is one only where it is
    /// offered.
    private boolean isForeign(CommandVerb verb) {
        if (verb == CommandVerb.BDAT) {
            return !state.features().has(ServerFeature.CHUNKING);
        }
        boolean lmtp = state.settings().is(SessionSettings.Mode.LMTP);
        return lmtp ? verb == CommandVerb.HELO || verb == CommandVerb.EHLO : verb == CommandVerb.LHLO;
    }

    private void unknown(PeerText word, PeerText line) {
        state.beganNothing();
        if (state.badCommandIsOneTooMany()) {
            return;
        }
        questions.unknown(word, line);
    }

    private void carryOut(SmtpCommand command) {
        switch (command) {
            case SmtpCommand.Helo(PeerText name) -> hello.hello(CommandVerb.HELO, name);
            case SmtpCommand.Ehlo(PeerText name) -> hello.hello(CommandVerb.EHLO, name);
            case SmtpCommand.Lhlo(PeerText name) -> hello.hello(CommandVerb.LHLO, name);
            case SmtpCommand.Mail mail -> transactions.mail(mail);
            case SmtpCommand.Rcpt rcpt -> transactions.rcpt(rcpt);
            case SmtpCommand.Bare(CommandVerb verb, PeerText _) -> bare(verb);
            case SmtpCommand.Chunk chunk -> transactions.chunk(chunk);
            case SmtpCommand.Asking(CommandVerb verb, PeerText text) -> asking(verb, text);
            case SmtpCommand.Auth auth -> auth(auth);
            case SmtpCommand.NotImplemented(CommandVerb _, PeerText line) -> questions.notImplemented(line);
        }
    }

    private void auth(SmtpCommand.Auth auth) {
        authentication.auth(auth);
        if (state.layered()) {
            forgetInput();
        }
    }

    private void bare(CommandVerb verb) {
        switch (verb) {
            case DATA -> transactions.data();
            case RSET -> transactions.reset();
            case NOOP -> questions.noop();
            case QUIT -> questions.quit();
            case VERB -> questions.verbose();
            case HELO, EHLO, LHLO, MAIL, RCPT, BDAT, HELP, VRFY, EXPN, ETRN, AUTH, STARTTLS, SEND, SAML, SOML, TURN ->
                throw new IllegalStateException("not a bare command: " + verb);
        }
    }

    private void asking(CommandVerb verb, PeerText text) {
        switch (verb) {
            case HELP -> questions.help(text);
            case VRFY -> questions.verify(text);
            case EXPN -> questions.expand(text);
            case ETRN -> questions.queueRun(text);
            case STARTTLS -> questions.startTls(text);
            case HELO, EHLO, LHLO, MAIL, RCPT, DATA, BDAT, RSET, NOOP, QUIT, VERB, AUTH, SEND, SAML, SOML, TURN ->
                throw new IllegalStateException("not a question: " + verb);
        }
    }
}
