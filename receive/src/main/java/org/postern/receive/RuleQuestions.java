package org.postern.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.cf.AddressRules;
import org.postern.cf.CheckResult;
import org.postern.cf.DecidingEntry;
import org.postern.cf.RuleReply;
import org.postern.cf.SessionMacros;
import org.postern.mail.QueueId;
import org.postern.smtp.Reply;
import org.postern.smtp.Verdict;

/// Asks check rule sets and turns their answers into verdicts, with sendmail's log line for every answer against
/// the client.
final class RuleQuestions {
    private static final int CLOSE_CODE = 421;

    /// The LogLevel of answers about clients and addresses.
    private static final int USUAL_LEVEL = 4;

    /// That of `tls_client`.
    private static final int TLS_LEVEL = 6;

    /// That of `trust_auth`.
    private static final int TRUST_LEVEL = 10;

    /// What a rule set was asked.
    ///
    /// @param arguments safe for a log
    /// @param address what a refusal in the log names
    private record Asked(
            String ruleset, List<String> arguments, Optional<PeerText> address, Optional<QueueId> id, int level) {}

    private final AddressRules rules;
    private final Origin origin;
    private final Supplier<String> senderMailer;
    private final EventSink events;

    /// @param senderMailer the mailer that the sender under way is reached by, for events
    RuleQuestions(AddressRules rules, Origin origin, Supplier<String> senderMailer, EventSink events) {
        this.rules = rules;
        this.origin = origin;
        this.senderMailer = senderMailer;
        this.events = events;
    }

    /// Asks about an address; a refusal in the log names it.
    Verdict aboutAddress(String ruleset, PeerText address, Optional<QueueId> id, SessionMacros macros) {
        CheckResult result = rules.check(ruleset, address.forParsing(), macros);
        return verdict(result, ruleset, List.of(address.forLog()), Optional.of(address), id);
    }

    /// Asks about one value.
    Verdict about(String ruleset, String argument, Optional<QueueId> id, SessionMacros macros) {
        CheckResult result = rules.check(ruleset, argument, macros);
        return verdict(result, ruleset, logged(List.of(argument)), Optional.empty(), id);
    }

    /// Asks about two values.
    Verdict about(String ruleset, String first, String second, SessionMacros macros) {
        CheckResult result = rules.check(ruleset, first, second, macros);
        return verdict(result, ruleset, logged(List.of(first, second)), Optional.empty(), Optional.empty());
    }

    /// Asks whether a client may go on with what TLS has shown of it.
    Verdict afterHandshake(String verify, SessionMacros macros) {
        CheckResult result = rules.check("tls_client", verify, "STARTTLS", macros);
        return verdict(
                result,
                "tls_client",
                logged(List.of(verify, "STARTTLS")),
                Optional.empty(),
                Optional.empty(),
                TLS_LEVEL);
    }

    /// Asks whether the client may name this author of a message (`MAIL AUTH=`).
    ///
    /// @param author in xtext, as it came
    /// @param sender what a refusal in the log names
    Verdict aboutAuthor(String author, PeerText sender, SessionMacros macros) {
        CheckResult result = rules.check("trust_auth", author, macros);
        return verdict(
                result, "trust_auth", logged(List.of(author)), Optional.of(sender), Optional.empty(), TRUST_LEVEL);
    }

    /// Asks about the value of a header field.
    ///
    /// @param logged the value as the log shows it
    /// @param keepsComments true when its parentheses are text
    Verdict aboutField(
            String ruleset, String value, String logged, boolean keepsComments, QueueId id, SessionMacros macros) {
        CheckResult result = keepsComments
                ? rules.checkKeepingComments(ruleset, List.of(value), macros)
                : rules.check(ruleset, value, macros);
        return verdict(result, ruleset, logged(List.of(logged)), Optional.empty(), Optional.of(id));
    }

    /// Asks about values whose parentheses are text.
    Verdict keepingComments(String ruleset, List<String> arguments, QueueId id, SessionMacros macros) {
        CheckResult result = rules.checkKeepingComments(ruleset, arguments, macros);
        return verdict(result, ruleset, logged(arguments), Optional.empty(), Optional.of(id));
    }

    private static List<String> logged(List<String> arguments) {
        List<String> safe = new ArrayList<>(arguments.size());
        for (String argument : arguments) {
            safe.add(PeerText.escape(argument, PeerText.LOG_LIMIT));
        }
        return safe;
    }

    private Verdict verdict(
            CheckResult result,
            String ruleset,
            List<String> arguments,
            Optional<PeerText> address,
            Optional<QueueId> id) {
        return verdict(result, ruleset, arguments, address, id, USUAL_LEVEL);
    }

    private Verdict verdict(
            CheckResult result,
            String ruleset,
            List<String> arguments,
            Optional<PeerText> address,
            Optional<QueueId> id,
            int level) {
        Asked asked = new Asked(ruleset, arguments, address, id, level);
        return switch (result) {
            case CheckResult.Accepted _ -> Verdict.accept();
            case CheckResult.Rejected(RuleReply reply, Optional<DecidingEntry> entry) -> refused(reply, asked, entry);
            case CheckResult.TemporaryFailure(RuleReply reply) -> refused(reply, asked, Optional.empty());
            case CheckResult.Discarded(Optional<DecidingEntry> entry) -> {
                log(RulesetEvent.Action.DISCARD, "", asked, entry);
                yield new Verdict.Discard();
            }
            case CheckResult.Quarantined(String reason, Optional<DecidingEntry> entry) -> {
                String safe = PeerText.escape(reason, PeerText.LOG_LIMIT);
                log(RulesetEvent.Action.QUARANTINE, safe, asked, entry);
                yield new Verdict.Quarantine(safe);
            }
        };
    }

    private Verdict refused(RuleReply reply, Asked asked, Optional<DecidingEntry> entry) {
        Reply said = reply(reply);
        Reply shown = asked.address().map(said::about).orElse(said);
        log(RulesetEvent.Action.REJECT, shown.text(), asked, entry);
        return new Verdict.Refuse(said);
    }

    private void log(RulesetEvent.Action action, String text, Asked asked, Optional<DecidingEntry> entry) {
        events.accept(new RulesetEvent(
                asked.id().map(QueueId::value),
                asked.ruleset(),
                asked.arguments(),
                origin.relay(),
                senderMailer.get(),
                asked.level(),
                action,
                text,
                entry));
    }

    /// A reply of a rule set as it goes to the client.
    static Reply reply(RuleReply reply) {
        return Reply.of(reply.line());
    }

    /// A refusal of the whole connection: 421 is said in place of the greeting, and nothing follows. At later
    /// moments sendmail says a 421 of a rule set and goes on.
    static Verdict ofConnection(Verdict verdict) {
        return verdict instanceof Verdict.Refuse(Reply reply) && reply.code() == CLOSE_CODE
                ? new Verdict.Abort(reply)
                : verdict;
    }
}
