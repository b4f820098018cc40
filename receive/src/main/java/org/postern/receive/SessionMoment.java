package org.postern.receive;

import java.util.List;
import org.postern.base.Event;
import org.postern.cf.RuleCall;
import org.postern.cf.RuleDecision;

/// One thing that happens in a session, and why it ends as it does.
///
/// @param name `connect` or the verb of a command
/// @param said what the client says, without line end; empty for `connect`
/// @param reply the lines that it gets
/// @param delayMillis how long it waits for them
/// @param calls the rule sets that were run, in order
/// @param events what goes to the log because of it
public record SessionMoment(
        String name,
        String said,
        List<String> reply,
        long delayMillis,
        List<RuleCall> calls,
        List<Event> events,
        Cause cause) {
    /// Why a reply is what it is.
    public sealed interface Cause {
        /// A rule set decided.
        record ByRules(String ruleset, RuleDecision decision) implements Cause {}

        /// An earlier moment decided for the whole session.
        record Earlier(String moment) implements Cause {}

        /// The server itself: the protocol, an option, or what it knows of its users.
        ///
        /// @param why in words
        record ByServer(String why) implements Cause {}

        /// Nothing spoke against it.
        record Nothing() implements Cause {}
    }

    public SessionMoment {
        reply = List.copyOf(reply);
        calls = List.copyOf(calls);
        events = List.copyOf(events);
    }

    /// True when the client gets what it wants. A client that check_relay refuses is greeted all the same.
    public boolean good() {
        return good(reply, events);
    }

    static boolean good(List<String> reply, List<Event> events) {
        boolean refused = events.stream()
                .anyMatch(event -> event instanceof RulesetEvent told && told.action() == RulesetEvent.Action.REJECT);
        return !refused && (reply.isEmpty() || reply.getFirst().charAt(0) < '4');
    }
}
