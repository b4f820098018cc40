package org.postern.receive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.cf.AddressUse;
import org.postern.cf.QueueGroupRules;
import org.postern.cf.Resolution;
import org.postern.cf.RuleReply;
import org.postern.cf.SessionMacros;
import org.postern.mail.MailEvent;
import org.postern.queue.QueueGroups;
import org.postern.smtp.AuthExchange;
import org.postern.smtp.AuthIdentity;
import org.postern.smtp.CommandVerb;
import org.postern.smtp.LookupAnswer;
import org.postern.smtp.ReceivedMessage;
import org.postern.smtp.Reply;
import org.postern.smtp.ServerFeature;
import org.postern.smtp.SessionFeatures;
import org.postern.smtp.SessionNotice;
import org.postern.smtp.SessionPolicy;
import org.postern.smtp.SessionView;
import org.postern.smtp.Transaction;
import org.postern.smtp.Verdict;

/// What the rule sets of a sendmail.cf say to one session: each is asked at sendmail's moment, once, with
/// sendmail's macros (sendmail op guide §5.1.4).
///
/// Macros live in two layers: those of the connection, and above them those of one message, which are forgotten
/// with it.
class RulesetPolicy implements SessionPolicy {
    private static final Reply TRY_AGAIN_LATER = Reply.of("450 4.3.0 Please try again later.");
    private static final Reply USER_REQUIRED = Reply.of("553 5.0.0 User address required");
    private static final Reply BAD_CHARACTER = Reply.of("553 5.1.3 Illegal character in address");
    private static final Reply WILL_QUEUE = Reply.of("250 2.1.5 Recipient ok (will queue)");
    private static final Reply NO_SPACE = Reply.of("452 4.4.5 Insufficient disk space; try again later");
    private static final String NOBODY = "<>";
    private static final Reply NO_TLS_NOW = Reply.of("454 4.3.3 TLS currently not available");
    private static final char HAS_ACCOUNTS = 'w';
    private static final long MAX_GREET_PAUSE = 300_000;

    private final ServingDaemon daemon;
    private final ReceiveContext context;
    private final Origin origin;
    private final RuleQuestions questions;
    private final RecipientCheck recipients;
    private final AddressQueries queries;
    private final SenderWarning warner;
    private final SessionMacros session;
    private final SessionTrust trust;
    private final HandshakeChoice handshake;
    private final DecisionNotes notes;
    private SessionMacros message;
    private boolean refusedByFeatures;
    private boolean called;
    private Verdict wholeSession = Verdict.accept();
    private Optional<Resolution.ToMailer> sender = Optional.empty();
    private Optional<Resolution> recipient = Optional.empty();
    private List<String> warnings = List.of();
    private Optional<String> author = Optional.empty();
    private Optional<String> name = Optional.empty();
    private int accepted;
    private long begun;
    private int rejected;
    private final Map<String, PeerText> spellings = new HashMap<>();

    RulesetPolicy(ServingDaemon daemon, Origin origin) {
        this.daemon = daemon;
        this.context = daemon.context();
        this.origin = origin;
        this.questions = new RuleQuestions(context.rules(), origin, this::senderMailer, context.events());
        this.recipients = new RecipientCheck(context.rules(), context.users());
        this.queries = new AddressQueries(context, daemon.hostName());
        this.warner = new SenderWarning(context.configuration().options(), daemon.hostName(), origin, context.events());
        this.session = SessionMacros.above(daemon.macros());
        ConnectionMacros.define(session, origin);
        this.message = session;
        this.notes = new DecisionNotes(daemon.loggedName(), origin, context.events());
        this.trust = new SessionTrust(
                context.protection(), daemon.realm(), origin, session, this::sessionName, context.events());
        this.handshake = new HandshakeChoice(
                context.protection().tls().get(), context.rules(), origin, session, context.events());
    }

    private String senderMailer() {
        return sender.map(to -> to.mailer().name()).orElse("");
    }

    /// What log lines of the session begin with while it has no message.
    String sessionName() {
        String known = name.orElseGet(() -> context.queue().freshId().value());
        name = Optional.of(known);
        return known;
    }

    /// What TLS and AUTH have shown of the client.
    SessionTrust trust() {
        return trust;
    }

    /// What TLS would begin with.
    HandshakeChoice handshake() {
        return handshake;
    }

    /// The author of the message under way that the client named and may name (`MAIL AUTH=`); `<>` for one that is not
    /// trusted.
    Optional<String> author() {
        return author;
    }

    /// The macros of the message under way.
    SessionMacros macros() {
        return message;
    }

    /// What `X-Authentication-Warning` fields say about the message under way.
    List<String> warnings() {
        return warnings;
    }

    /// The client gets a reply; what refuses it is remembered, whoever gave it.
    void told(String command, Reply reply) {
        boolean ofMessage = command.equals("RCPT") || command.equals("DATA") || command.equals("BDAT");
        notes.told(this::sessionName, command, ofMessage ? message : session, reply);
    }

    /// What the command that calls says of its messages.
    void stated(StatedCall call) {
        called = !call.session();
        call.define(session);
    }

    /// What this session offers: the daemon's features changed by the rule set `srv_features`.
    SessionFeatures features(SessionFeatures offered) {
        Optional<List<String>> answer =
                context.rules().call("srv_features", List.of(origin.name().name(), ""), session);
        if (answer.isEmpty()) {
            return offered;
        }
        List<String> words = answer.get();
        if (!words.isEmpty() && Ascii.startsIgnoringCase(words.getFirst(), "temp")) {
            refusedByFeatures = true;
            return offered;
        }
        SessionFeatures.Applied applied = offered.apply(words);
        for (String word : applied.unknown()) {
            context.events()
                    .accept(ReceiveNotice.of(
                            ReceiveNotice.Kind.UNKNOWN_FEATURE, "srv_features: unknown feature " + word));
        }
        return applied.features();
    }

    @Override
    public Verdict connection(SessionView view) {
        Verdict verdict = connected(view);
        if (verdict.refusal().isPresent()) {
            notes.connection(sessionName(), verdict, session);
        }
        return verdict;
    }

    private Verdict connected(SessionView view) {
        if (view.features().has(ServerFeature.AUTH)) {
            trust.noteMechanisms(view.features());
        }
        Verdict verdict = RuleQuestions.ofConnection(questions.about(
                "check_relay", origin.name().name(), origin.name().address(), session));
        return switch (verdict) {
            case Verdict.Refuse _, Verdict.Abort _ -> verdict;
            case Verdict.Discard _, Verdict.Quarantine _ -> {
                wholeSession = verdict;
                yield Verdict.accept();
            }
            case Verdict.Accept _, Verdict.AcceptWith _ ->
                refusedByFeatures ? new Verdict.Refuse(TRY_AGAIN_LATER) : verdict;
        };
    }

    /// Without room for messages only queue runs are started (option MinFreeBlocks).
    @Override
    public Optional<Reply> onlyQueueRuns(SessionView view) {
        return context.host().lacksSpace() ? Optional.of(NO_SPACE) : Optional.empty();
    }

    @Override
    public boolean hasRoomFor(long bytes) {
        return !context.host().lacksSpaceFor(bytes);
    }

    @Override
    public long greetPauseMillis(SessionView view) {
        Optional<List<String>> answer = context.rules()
                .call("greet_pause", List.of(origin.name().name(), origin.name().address()), session);
        if (answer.isEmpty() || answer.get().isEmpty()) {
            return 0;
        }
        return Math.min(MAX_GREET_PAUSE, number(answer.get().getFirst()));
    }

    private static long number(String text) {
        long value = 0;
        for (int i = 0; i < text.length() && i < 9 && Ascii.isDigit(text.charAt(i)); i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    @Override
    public long busyMillis(SessionView view, CommandVerb verb) {
        return daemon.admission().busyMillis(verb.name());
    }

    @Override
    public List<String> mechanisms(SessionView view) {
        return trust.mechanisms(view.features());
    }

    @Override
    public int authAttempts() {
        return context.protection().mechanisms().availableCount() + 1;
    }

    @Override
    public Optional<AuthExchange> authenticate(SessionView view, String mechanism) {
        return trust.begin(mechanism, view.features());
    }

    @Override
    public void authenticated(SessionView view, AuthIdentity identity) {
        trust.authenticated(identity);
    }

    @Override
    public void forgetAuthentication() {
        trust.forgetAuthentication();
    }

    @Override
    public Optional<Reply> tlsRefusal(SessionView view) {
        return handshake.choose().isEmpty() ? Optional.of(NO_TLS_NOW) : Optional.empty();
    }

    @Override
    public Verdict encrypted(SessionView view) {
        if (view.features().has(ServerFeature.AUTH)) {
            trust.noteMechanisms(view.features());
        }
        return questions.afterHandshake(trust.verify(), session);
    }

    @Override
    public Verdict senderSyntax(SessionView view, PeerText address) {
        Verdict verdict = resolvedSender(view, address);
        if (verdict.refusal().isPresent()) {
            notes.sender(sessionName(), address, verdict, message);
        }
        return verdict;
    }

    private Verdict resolvedSender(SessionView view, PeerText address) {
        message = SessionMacros.above(session);
        sender = Optional.empty();
        warnings = List.of();
        author = Optional.empty();
        accepted = 0;
        rejected = -1;
        rejected();
        message.define("nrcpts", "0");
        spellings.clear();
        if (!called) {
            ConnectionMacros.greeted(message, view, origin);
        }
        if (holdsControls(address)) {
            return new Verdict.Refuse(BAD_CHARACTER);
        }
        return switch (context.rules().resolve(address.forParsing(), AddressUse.ENVELOPE_SENDER, message)) {
            case Resolution.Refused(RuleReply reply) -> {
                if (origin.localUser().isEmpty()) {
                    // A client that did not greet is noted whatever it says.
                    List<String> _ = warner.about(view, address, sender, this::sessionName);
                }
                yield new Verdict.Refuse(RuleQuestions.reply(reply));
            }
            case Resolution.Discarded() -> Verdict.accept();
            case Resolution.ToMailer to -> {
                sender = Optional.of(to);
                yield Verdict.accept();
            }
        };
    }

    /// Control characters would forge records of a queue file.
    private static boolean holdsControls(PeerText address) {
        String text = address.forParsing();
        for (int i = 0; i < text.length(); i++) {
            if (Ascii.isControl(text.charAt(i)) && text.charAt(i) != '\t') {
                return true;
            }
        }
        return false;
    }

    @Override
    public Verdict sender(SessionView view, Transaction transaction) {
        PeerText address = transaction.sender();
        begun = context.clock().epochSeconds();
        message.define("i", transaction.id().value());
        MessageMacros.sender(message, transaction, sender, daemon.senderAddress(address.forParsing(), message));
        warnings = warner.about(view, address, sender, transaction.id()::value);
        origin.localUser()
                .filter(caller -> !caller.fullName().isEmpty() && SenderWarning.isOwn(caller, address, sender))
                .ifPresent(caller -> message.define("x", caller.fullName()));
        if (origin.localUser().isEmpty()) {
            sender.filter(to -> to.mailer().has(HAS_ACCOUNTS))
                    .flatMap(to -> context.users().fullName(RecipientCheck.unquoted(to.user())))
                    .filter(name -> !name.isEmpty())
                    .ifPresent(name -> message.define("x", name));
        }
        author = trusted(transaction);
        message.define("addr_type", AddressUse.ENVELOPE_SENDER.macroValue());
        Verdict verdict = questions.aboutAddress("check_mail", address, Optional.of(transaction.id()), message);
        notes.sender(transaction.id().value(), address, verdict, message);
        return verdict instanceof Verdict.Accept ? wholeSession : verdict;
    }

    private Optional<String> trusted(Transaction transaction) {
        Optional<String> named = transaction.parameters().authSender();
        boolean refused = named.filter(value -> !value.equals(NOBODY))
                .flatMap(value -> questions
                        .aboutAuthor(value, transaction.sender(), message)
                        .refusal())
                .isPresent();
        return refused ? Optional.of(NOBODY) : named;
    }

    @Override
    public Verdict recipientSyntax(SessionView view, PeerText address) {
        Verdict verdict = resolvedRecipient(view, address);
        if (verdict.refusal().isPresent()) {
            view.transaction()
                    .ifPresent(under -> notes.recipient(under.id().value(), under.sender(), address, verdict, message));
        }
        return verdict;
    }

    private Verdict resolvedRecipient(SessionView view, PeerText address) {
        recipient = Optional.empty();
        if (address.forParsing().equals("<>")) {
            return refusedAddress(view, address, USER_REQUIRED);
        }
        if (holdsControls(address)) {
            return refusedAddress(view, address, BAD_CHARACTER);
        }
        Resolution resolved = context.rules().resolve(address.forParsing(), AddressUse.ENVELOPE_RECIPIENT, message);
        recipient = Optional.of(resolved);
        if (resolved instanceof Resolution.Refused(RuleReply reply)) {
            return refusedAddress(view, address, RuleQuestions.reply(reply));
        }
        return Verdict.accept();
    }

    @Override
    public Verdict recipient(SessionView view, Transaction transaction, Transaction.Accepted asked) {
        Resolution resolved = recipient.orElseThrow();
        MessageMacros.recipient(message, resolved, asked.parameters());
        message.define("addr_type", AddressUse.ENVELOPE_RECIPIENT.macroValue());
        Verdict verdict = questions.aboutAddress("check_rcpt", asked.address(), Optional.of(transaction.id()), message);
        MessageMacros.forgetRecipient(message);
        Verdict outcome = switch (verdict) {
            case Verdict.Accept() -> transaction.discarded() ? verdict : deliverable(view, asked.address(), resolved);
            case Verdict.Quarantine _ -> {
                Verdict found = deliverable(view, asked.address(), resolved);
                yield found.refusal().isPresent() ? found : verdict;
            }
            case Verdict.Refuse _, Verdict.Abort _ -> {
                rejected();
                yield verdict;
            }
            case Verdict.AcceptWith _, Verdict.Discard() -> verdict;
        };
        if (outcome.refusal().isEmpty()) {
            if (accepted == 0) {
                chooseQueueGroup(resolved);
            }
            accepted++;
            message.define("nrcpts", Integer.toString(accepted));
        }
        notes.recipient(transaction.id().value(), transaction.sender(), asked.address(), outcome, message);
        return outcome;
    }

    /// The queue group of a message is that of its first recipient.
    private void chooseQueueGroup(Resolution resolved) {
        if (resolved instanceof Resolution.ToMailer to) {
            new QueueGroupRules(context.configuration(), context.rules())
                    .of(to, message)
                    .ifPresent(name -> message.define(QueueGroups.MACRO, name));
        }
    }

    private void rejected() {
        rejected++;
        message.define("nbadrcpts", Integer.toString(rejected));
    }

    @Override
    public PeerText shown(Transaction.Accepted asked) {
        return recipient
                .filter(Resolution.ToMailer.class::isInstance)
                .map(Resolution.ToMailer.class::cast)
                .map(to -> to.mailer().name() + '\0' + to.host() + '\0' + to.user())
                .map(meaning -> spellings.computeIfAbsent(meaning, _ -> asked.address()))
                .orElse(asked.address());
    }

    private Verdict deliverable(SessionView view, PeerText address, Resolution resolved) {
        if (resolved instanceof Resolution.ToMailer to) {
            message.define("u", to.user());
        }
        return switch (recipients.check(resolved, message)) {
            case RecipientCheck.Finding.Deliverable _ -> Verdict.accept();
            case RecipientCheck.Finding.Discarded() -> Verdict.accept();
            case RecipientCheck.Finding.Undecided() -> new Verdict.AcceptWith(WILL_QUEUE);
            case RecipientCheck.Finding.Impossible(Reply reply) -> refusedAddress(view, address, reply);
        };
    }

    private Verdict refusedAddress(SessionView view, PeerText address, Reply reply) {
        String words = reply.about(address).lines().getFirst();
        context.events().accept(new MailEvent.UserError(view.transaction().map(Transaction::id), words));
        rejected();
        return new Verdict.Refuse(reply);
    }

    @Override
    public Verdict data(SessionView view, Transaction transaction) {
        String count = Integer.toString(transaction.recipients().size());
        return questions.about("check_data", count, Optional.of(transaction.id()), message);
    }

    @Override
    public Verdict endOfMessage(SessionView view, Transaction transaction, ReceivedMessage received) {
        return daemon.headerChecks().ask(questions, received, transaction.id(), message);
    }

    @Override
    public void dropped(SessionView view, Transaction transaction, long size, String why) {
        new DroppedMessage(transaction, view, size)
                .tell(why, context.clock().epochSeconds() - begun, origin, daemon.loggedName(), context.events());
    }

    @Override
    public void notTaken(
            SessionView view,
            Transaction transaction,
            ReceivedMessage received,
            Optional<SessionNotice> remark,
            String words) {
        daemon.acceptance()
                .notTaken(transaction, received, message, context.clock().epochSeconds() - begun, remark, words)
                .tell(origin, daemon.loggedName(), context.events());
    }

    @Override
    public LookupAnswer verify(SessionView view, PeerText address) {
        return query("check_vrfy", address, false);
    }

    @Override
    public LookupAnswer expand(SessionView view, PeerText address) {
        return query("check_expn", address, true);
    }

    private LookupAnswer query(String ruleset, PeerText address, boolean expand) {
        SessionMacros asking = SessionMacros.above(session);
        Verdict verdict = questions.about(ruleset, address.forParsing(), Optional.empty(), asking);
        Optional<Reply> refusal = verdict.refusal();
        if (refusal.isPresent()) {
            return new LookupAnswer.Refused(refusal.get());
        }
        return expand ? queries.expand(address, asking) : queries.verify(address, asking);
    }

    @Override
    public Verdict queueRun(SessionView view, PeerText target) {
        Verdict verdict = questions.about("check_etrn", target.forParsing(), Optional.empty(), session);
        return verdict.refusal().isEmpty() && namesUnknownGroup(target.forParsing())
                ? new Verdict.Refuse(Reply.of("459 4.5.4 Queue "
                        + Reply.shown(PeerText.of(target.forParsing().substring(1))) + " unknown"))
                : verdict;
    }

    private boolean namesUnknownGroup(String target) {
        return target.startsWith("#")
                && !Ascii.sameIgnoringCase(target, "#mqueue")
                && context.configuration().queueGroups().stream()
                        .noneMatch(group -> Ascii.sameIgnoringCase("#" + group.name(), target));
    }
}
