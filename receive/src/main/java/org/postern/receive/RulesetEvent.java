package org.postern.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.cf.DecidingEntry;

/// A rule set decided against a client: `ruleset=check_rcpt, arg1=<a@b>, relay=NAME [IP], reject=550 5.7.1 ...`.
///
/// @param queueId the message, if one has been begun
/// @param ruleset the name of the rule set
/// @param arguments one or two, safe for a log
/// @param relay who is connected, safe for a log
/// @param senderMailer the mailer that the sender is reached by, for statistics; empty when that is not known
/// @param logLevel from which on the line appears
/// @param action what was decided
/// @param text the reply or the reason, safe for a log; empty for discard
/// @param entry the entry of a map that said so, for figures; not in the line
public record RulesetEvent(
        Optional<String> queueId,
        String ruleset,
        List<String> arguments,
        String relay,
        String senderMailer,
        int logLevel,
        Action action,
        String text,
        Optional<DecidingEntry> entry)
        implements Event {
    /// What a rule set decided.
    public enum Action {
        REJECT("reject"),
        DISCARD("discard"),
        QUARANTINE("quarantine");

        private final String word;

        Action(String word) {
            this.word = word;
        }
    }

    public RulesetEvent {
        arguments = List.copyOf(arguments);
    }

    @Override
    public String name() {
        return "ruleset." + action.word;
    }

    @Override
    public Priority priority() {
        return Priority.NOTICE;
    }

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>(6);
        fields.add(new Field("ruleset", ruleset));
        for (int i = 0; i < arguments.size(); i++) {
            fields.add(new Field("arg" + (i + 1), arguments.get(i)));
        }
        fields.add(new Field("relay", relay));
        fields.add(new Field(action.word, text));
        return fields;
    }

    /// A discard has no value behind its word.
    @Override
    public String text() {
        String all = Event.super.text();
        return action == Action.DISCARD ? all.substring(0, all.length() - 1) : all;
    }
}
