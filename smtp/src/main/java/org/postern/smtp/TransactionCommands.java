package org.postern.smtp;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.postern.base.PeerText;
import org.postern.mail.QueueId;

/// MAIL, RCPT, DATA and RSET: each checks whether it is allowed now, then its syntax, then asks the policy, then
/// acts.
final class TransactionCommands {
    private static final long RECIPIENT_BYTES = 256;

    private final SessionState state;
    private final MessageIntake intake;
    private final BooleanSupplier inputWaits;
    private final ParameterReader parameters;
    private Optional<PendingMail> pending = Optional.empty();
    private int badRecipients;
    private boolean floodNoted;

    private record PendingMail(PeerText address, MailParameters parameters) {}

    TransactionCommands(SessionState state, MessageIntake intake, BooleanSupplier inputWaits) {
        this.state = state;
        this.intake = intake;
        this.inputWaits = inputWaits;
        this.parameters = new ParameterReader(state);
    }

    /// MAIL or RCPT whose `FROM:` or `TO:` is wrong.
    void malformed(CommandVerb verb, Reply reply) {
        if (verb == CommandVerb.BDAT) {
            // How many bytes to skip is not known: going on would take parts of a message for commands.
            state.abort(reply);
            return;
        }
        Optional<Reply> refused = verb == CommandVerb.MAIL ? mailNotNow() : rcptNotNow();
        state.say(refused.orElse(reply));
    }

    private Optional<Reply> mailNotNow() {
        SessionFeatures features = state.features();
        if (!state.saidHello() && features.has(PrivacyOption.NEEDMAILHELO)) {
            return Optional.of(ReplyTable.POLITE);
        }
        if (state.transaction().isPresent()) {
            return Optional.of(ReplyTable.SENDER_ALREADY);
        }
        if (features.has(ServerFeature.REQUIRE_AUTH) && state.authentication().isEmpty()) {
            return Optional.of(ReplyTable.AUTH_REQUIRED);
        }
        return Optional.empty();
    }

    void mail(SmtpCommand.Mail mail) {
        state.useful();
        Optional<Reply> refused = mailNotNow();
        if (refused.isPresent()) {
            state.say(refused.get());
            return;
        }
        badRecipients = 0;
        if (stops(state.policy().senderSyntax(state.view(), mail.address()), mail.address())) {
            return;
        }
        switch (parameters.mail(mail.parameters())) {
            case ParameterReader.Result.Bad<MailParameters>(Reply reply) -> state.say(reply);
            case ParameterReader.Result.Good<MailParameters>(MailParameters read) -> {
                if (!read.international() && needsInternational(mail.address())) {
                    state.say(ReplyTable.NEEDS_SMTPUTF8.about(mail.address()));
                } else {
                    open(mail.address(), read);
                }
            }
        }
    }

    /// Where SMTPUTF8 is offered, an address that needs it must come with it (RFC 6531 §3.3); elsewhere the rules
    /// decide as they always did.
    private boolean needsInternational(PeerText address) {
        return state.features().has(ServerFeature.SMTPUTF8)
                && address.forParsing().chars().anyMatch(c -> c > 126);
    }

    private void open(PeerText address, MailParameters read) {
        long limit = state.settings().limits().maxMessageSize();
        long size = read.size().orElse(0);
        if (limit > 0 && size > limit) {
            state.say(ReplyTable.fixedSizeExceeded(limit));
            return;
        }
        if (size > 0 && !state.policy().hasRoomFor(size)) {
            state.say(ReplyTable.NO_DISK_SPACE);
            return;
        }
        pending = Optional.of(new PendingMail(address, read));
        if (state.openedMessage().isPresent()) {
            mailOpened(state.openedMessage().get());
        } else {
            state.add(new Step.OpenMessage());
        }
    }

    void mailOpened(QueueId id) {
        PendingMail mail = pending.orElseThrow();
        pending = Optional.empty();
        Transaction begun = Transaction.of(id, mail.address(), mail.parameters());
        Verdict verdict = state.policy().sender(state.view(), begun);
        if (stops(verdict, mail.address())) {
            return;
        }
        state.begin(marked(begun, verdict));
        state.say(accepted(verdict, ReplyTable.SENDER_OK).about(mail.address()));
    }

    void mailNotOpened(Reply reply) {
        pending = Optional.empty();
        state.say(reply);
    }

    private Optional<Reply> rcptNotNow() {
        Optional<Transaction> open = state.transaction();
        if (open.isEmpty()) {
            return Optional.of(ReplyTable.NEED_MAIL_BEFORE_RCPT);
        }
        if (intake.inChunks()) {
            return Optional.of(ReplyTable.RCPT_AFTER_CHUNK);
        }
        if (open.get().recipients().size() >= state.settings().limits().recipients()) {
            state.notice(SessionNotice.Kind.TOO_MANY_RECIPIENTS, "Too many recipients");
            return Optional.of(ReplyTable.TOO_MANY_RECIPIENTS);
        }
        return Optional.empty();
    }

    void rcpt(SmtpCommand.Rcpt rcpt) {
        if (shutsDown()) {
            return;
        }
        throttle();
        Optional<Reply> refused = rcptNotNow();
        if (refused.isPresent()) {
            state.say(refused.get());
            return;
        }
        Transaction open = state.transaction().orElseThrow();
        PeerText address = rcpt.address();
        if (!open.parameters().international() && needsInternational(address)) {
            badRecipients++;
            state.say(ReplyTable.NEEDS_SMTPUTF8.about(address));
            return;
        }
        if (refuses(state.policy().recipientSyntax(state.view(), address), address)) {
            return;
        }
        switch (parameters.rcpt(rcpt.parameters())) {
            case ParameterReader.Result.Bad<RcptParameters>(Reply reply) -> {
                badRecipients++;
                state.say(reply);
            }
            case ParameterReader.Result.Good<RcptParameters>(RcptParameters read) ->
                ask(open, new Transaction.Accepted(address, read));
        }
    }

    private void ask(Transaction open, Transaction.Accepted recipient) {
        Verdict verdict = state.policy().recipient(state.view(), open, recipient);
        if (refuses(verdict, recipient.address())) {
            return;
        }
        if (!state.reserve(RECIPIENT_BYTES + recipient.address().length())) {
            state.say(ReplyTable.NO_MEMORY);
            return;
        }
        state.replace(marked(open.plus(recipient), verdict));
        state.say(
                accepted(verdict, ReplyTable.RECIPIENT_OK).about(state.policy().shown(recipient)));
    }

    private boolean refuses(Verdict verdict, PeerText address) {
        if (stops(verdict, address)) {
            badRecipients++;
            return true;
        }
        return false;
    }

    /// Options BadRcptShutdown and BadRcptShutdownGood: too many refused recipients end the session.
    private boolean shutsDown() {
        SessionLimits.BadRecipients limits = state.settings().limits().badRecipients();
        long good = state.transaction().map(open -> open.recipients().size()).orElse(0);
        if (limits.shutdown() == 0
                || badRecipients < limits.shutdown()
                || badRecipients * 100L < limits.shutdownPercent() * (badRecipients + good)) {
            return false;
        }
        state.notice(
                SessionNotice.Kind.RECIPIENT_FLOOD,
                state.client().display() + ": Possible SMTP RCPT flood, shutting down connection.");
        state.abort(ReplyTable.tooManyBadRecipients(state.settings().hostName()));
        return true;
    }

    private void throttle() {
        int limit = state.settings().limits().badRecipients().throttle();
        if (limit == 0 || badRecipients < limit) {
            return;
        }
        if (!floodNoted) {
            floodNoted = true;
            state.notice(
                    SessionNotice.Kind.RECIPIENT_FLOOD,
                    state.client().display() + ": Possible SMTP RCPT flood, throttling.");
        }
        state.add(new Step.Delay(state.settings().limits().badRecipients().throttleMillis()));
    }

    void data() {
        if (intake.inChunks()) {
            state.say(ReplyTable.DATA_AFTER_CHUNK);
            return;
        }
        Optional<Reply> refused = messageNotNow();
        if (refused.isPresent()) {
            state.say(refused.get());
            return;
        }
        Transaction complete = state.transaction().orElseThrow();
        Verdict verdict = state.policy().data(state.view(), complete);
        if (verdict.refusal().isPresent()) {
            state.say(verdict.refusal().get());
            if (verdict instanceof Verdict.Abort) {
                state.close();
            }
            return;
        }
        if (state.features().has(ServerFeature.REJECT_EARLY_DATA) && inputWaits.getAsBoolean()) {
            state.noteEarlyData(CommandVerb.DATA);
            state.abort(ReplyTable.EARLY_DATA);
            return;
        }
        state.replace(marked(complete, verdict));
        badRecipients = 0;
        intake.start();
    }

    private Optional<Reply> messageNotNow() {
        Optional<Transaction> open = state.transaction();
        if (open.isEmpty()) {
            return Optional.of(ReplyTable.NEED_MAIL);
        }
        return open.get().recipients().isEmpty() ? Optional.of(ReplyTable.NEED_RCPT) : Optional.empty();
    }

    /// BDAT. Whatever the answer is, the bytes that follow are taken (RFC 3030 §2).
    void chunk(SmtpCommand.Chunk chunk) {
        if (chunk.size() == 0 && !state.count(NoiseLimits.Kind.NOOP, "BDAT")) {
            return;
        }
        Optional<Reply> refused = messageNotNow();
        if (refused.isPresent()) {
            intake.skipChunk(chunk.size(), refused.get());
            return;
        }
        if (!intake.inChunks()) {
            Transaction complete = state.transaction().orElseThrow();
            Verdict verdict = state.policy().data(state.view(), complete);
            if (verdict instanceof Verdict.Abort(Reply reply)) {
                state.abort(reply);
                return;
            }
            if (verdict.refusal().isPresent()) {
                intake.skipChunk(chunk.size(), verdict.refusal().get());
                return;
            }
            state.replace(marked(complete, verdict));
            badRecipients = 0;
        }
        intake.startChunk(chunk.size(), chunk.last());
    }

    void reset() {
        state.say(ReplyTable.RESET);
        state.dropTransaction("RSET");
    }

    private static Transaction marked(Transaction transaction, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Discard() -> transaction.discarding();
            case Verdict.Quarantine(String reason) -> transaction.quarantined(reason);
            case Verdict.Accept() -> transaction;
            case Verdict.AcceptWith(Reply _) -> transaction;
            case Verdict.Refuse(Reply _) -> transaction;
            case Verdict.Abort(Reply _) -> transaction;
        };
    }

    private static Reply accepted(Verdict verdict, Reply usual) {
        return verdict instanceof Verdict.AcceptWith(Reply reply) ? reply : usual;
    }

    /// True when the verdict was a refusal, which has then been said.
    private boolean stops(Verdict verdict, PeerText address) {
        Optional<Reply> refusal = verdict.refusal();
        refusal.ifPresent(reply -> state.say(reply.about(address)));
        if (verdict instanceof Verdict.Abort) {
            state.close();
        }
        return refusal.isPresent();
    }
}
