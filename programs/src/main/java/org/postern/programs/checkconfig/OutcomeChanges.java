package org.postern.programs.checkconfig;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.cf.SessionMacros;
import org.postern.deliver.DeliveryRehearsal;
import org.postern.programs.explain.RecordedSession;
import org.postern.programs.mta.RehearsalHost;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;
import org.postern.receive.HostCondition;
import org.postern.receive.SessionDecision;
import org.postern.receive.SessionFacts;
import org.postern.receive.SessionMoment;
import org.postern.receive.SessionRehearsal;

/// Which recorded envelopes would have another outcome with another configuration. Both are rehearsed now,
/// with the same name service, so that what differs is the configuration and its maps.
///
/// @param envelopes how many different ones were compared
/// @param decisions how many recorded decisions they stand for
/// @param changes what would change, the most frequent first
record OutcomeChanges(int envelopes, int decisions, List<Change> changes) {
    private static final int LONGEST = 300;
    private static final Pattern ABOUT = Pattern.compile("^(\\d{3} (?:\\d\\.\\d+\\.\\d+ )?)<.*>\\.\\.\\. ");

    /// Envelopes that change in the same way.
    ///
    /// @param before what they were told or where they went
    /// @param after the same with the new configuration
    /// @param times how many recorded decisions
    /// @param example the command that explains one of them
    record Change(String before, String after, int times, String example) {
        Json json() {
            return Json.object()
                    .with("before", before)
                    .with("after", after)
                    .with("times", times)
                    .with("example", example);
        }
    }

    /// One side of the comparison.
    private static final class Side {
        private final RehearsalHost host;
        private final SessionRehearsal sessions;
        private final DeliveryRehearsal deliveries;

        /// @param routes knows the same rules with a name service that knows nothing: where mail goes is asked, not
        ///     which host that is today
        Side(RehearsalHost host, RehearsalHost routes) {
            this.host = host;
            this.sessions = host.sessions(HostCondition.calm());
            this.deliveries = routes.deliveries(RandomGenerator.getDefault());
        }

        String outcome(RecordedSession session, SessionFacts facts) {
            return session.port(host.configuration().options().daemons())
                    .map(port -> said(session, sessions.run(port, 0, facts)))
                    .orElse("no daemon listens");
        }

        private String said(RecordedSession session, List<SessionMoment> moments) {
            Optional<SessionMoment> refusal =
                    moments.stream().filter(moment -> !moment.good()).findFirst();
            if (refusal.isPresent()) {
                return refusal.get().name() + ": " + brief(refusal.get());
            }
            return "taken" + session.recipient().map(this::route).orElse("");
        }

        /// A client that check_relay refuses is greeted; what it will be told comes with the next command.
        private static String brief(SessionMoment moment) {
            String line = moment.reply().isEmpty() ? "" : moment.reply().getFirst();
            return line.startsWith("2") ? "refused" : ABOUT.matcher(line).replaceFirst("$1");
        }

        /// `, to mailer esmtp, host example.com`, for each end of the expansion once.
        private String route(String recipient) {
            String address = recipient.startsWith("<") && recipient.endsWith(">")
                    ? recipient.substring(1, recipient.length() - 1)
                    : recipient;
            SessionMacros macros = SessionMacros.above(host.configuration().scope());
            return deliveries.of(address, macros).stream()
                    .map(leaf -> switch (leaf.end()) {
                        case DeliveryRehearsal.End.To to ->
                            "mailer " + to.route().mailer().name()
                                    + (to.route().host().isEmpty()
                                            ? ""
                                            : ", host " + to.route().host());
                        case DeliveryRehearsal.End.Settled settled ->
                            "mailer " + settled.mailer() + ", " + DeliveryRehearsal.text(settled.outcome());
                    })
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream()
                    .collect(Collectors.joining("; ", ", to ", ""));
        }
    }

    /// Compares.
    ///
    /// @param before the configuration as it is, with the name service and with one that knows nothing
    /// @param after the configuration as it would be, in the same way
    /// @param recorded decisions, whatever they were
    /// @param named what commands call the new configuration
    static OutcomeChanges of(Pair before, Pair after, List<SessionDecision> recorded, String named) {
        Map<SessionDecision.Facts, List<SessionDecision>> envelopes = new LinkedHashMap<>();
        recorded.forEach(one ->
                envelopes.computeIfAbsent(one.facts(), _ -> new ArrayList<>()).add(one));
        Side old = new Side(before.host(), before.routes());
        Side fresh = new Side(after.host(), after.routes());
        Map<String, Change> changes = new LinkedHashMap<>();
        int compared = 0;
        int decisions = 0;
        for (List<SessionDecision> same : envelopes.values()) {
            Optional<RecordedSession> session = RecordedSession.of(same.getFirst());
            Optional<SessionFacts> facts = session.flatMap(RecordedSession::facts);
            if (facts.isPresent()) {
                compared++;
                decisions += same.size();
                String was = old.outcome(session.get(), facts.get());
                String becomes = fresh.outcome(session.get(), facts.get());
                if (!was.equals(becomes)) {
                    Change found =
                            new Change(was, becomes, same.size(), session.get().command(named));
                    changes.merge(was + '\0' + becomes, found, OutcomeChanges::together);
                }
            }
        }
        return new OutcomeChanges(
                compared,
                decisions,
                changes.values().stream()
                        .sorted(Comparator.comparingInt(Change::times).reversed())
                        .toList());
    }

    private static Change together(Change one, Change other) {
        return new Change(one.before(), one.after(), one.times() + other.times(), one.example());
    }

    /// A configuration with the name service, and with one that knows nothing.
    record Pair(RehearsalHost host, RehearsalHost routes) {}

    List<String> text(Paint paint) {
        List<String> out = new ArrayList<>();
        out.add(paint.strong(
                changes.isEmpty()
                        ? "no recorded outcome changes (" + summary() + ")"
                        : "outcomes that change (" + summary() + ")"));
        for (Change change : changes) {
            out.add("  " + change.times() + (change.times() == 1 ? " time: " : " times: ") + shown(change.before()));
            out.add("    becomes " + paint.warning(shown(change.after())));
            out.add("    " + paint.faint(shown(change.example())));
        }
        return out;
    }

    private String summary() {
        return envelopes + " different envelopes of " + decisions + " recorded decisions";
    }

    private static String shown(String text) {
        return Paint.visible(text, LONGEST);
    }

    Json json() {
        return Json.object()
                .with("envelopes", envelopes)
                .with("decisions", decisions)
                .with("changes", changes, Change::json);
    }
}
