package org.postern.programs.explain;

import java.util.ArrayList;
import java.util.List;
import org.postern.cf.RuleDecision;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;
import org.postern.receive.SessionDecision;
import org.postern.receive.SessionMoment;

/// A rehearsed session as text and as JSON.
final class SessionReport {
    private final RuleView rules;
    private final String client;
    private final List<SessionMoment> moments;
    private final List<String> dns;

    /// @param client who is connected, as the log shows it
    /// @param dns what the name service was asked
    SessionReport(RuleView rules, String client, List<SessionMoment> moments, List<String> dns) {
        this.rules = rules;
        this.client = client;
        this.moments = moments;
        this.dns = dns;
    }

    /// True when nothing was refused.
    boolean good() {
        return moments.stream().allMatch(SessionMoment::good);
    }

    List<String> text(Paint paint, boolean all) {
        List<String> out = new ArrayList<>();
        for (SessionMoment moment : moments) {
            out.add(paint.strong(
                    moment.said().isEmpty() ? "connection from " + client : RuleView.shown(moment.said())));
            if (moment.delayMillis() > 0) {
                out.add("  after a pause of " + moment.delayMillis() + " ms");
            }
            reply(moment, all).forEach(line -> {
                String shown = RuleView.shown(line);
                out.add("  " + (moment.good() ? paint.good(shown) : paint.bad(shown)));
            });
            reasons(moment, all).forEach(line -> out.add("  " + line));
            if (all) {
                rules.whole(moment.calls()).forEach(line -> out.add("    " + paint.faint(line)));
            }
        }
        List<String> answers = all
                ? dns
                : good()
                        ? List.of()
                        : dns.stream().filter(DnsQuestions::isFailure).toList();
        if (!answers.isEmpty()) {
            out.add(paint.strong("name service"));
            answers.forEach(line -> out.add("  " + RuleView.shown(line)));
        }
        return out;
    }

    /// The list of extensions is of interest only to whoever wants all.
    private static List<String> reply(SessionMoment moment, boolean all) {
        boolean brief = !all && moment.good() && moment.reply().size() > 1;
        return brief ? List.of(moment.reply().getFirst() + " ...") : moment.reply();
    }

    private List<String> reasons(SessionMoment moment, boolean all) {
        return switch (moment.cause()) {
            case SessionMoment.Cause.ByRules(String ruleset, RuleDecision decision) -> {
                List<String> lines = new ArrayList<>();
                // that a recipient is taken is what an open relay does: the reason is always of interest
                boolean wanted = !moment.good()
                        || decision.entry().isPresent()
                        || moment.name().equals("RCPT")
                        || all;
                if (wanted) {
                    lines.add((moment.good() ? "accepted by " : "because of ") + ruleset + ":");
                    rules.text(decision, moment.good()).forEach(line -> lines.add("  " + line));
                }
                yield lines;
            }
            case SessionMoment.Cause.Earlier(String name) ->
                List.of("because of what happened at " + (name.equals("connect") ? "the connection" : name));
            case SessionMoment.Cause.ByServer(String why) -> List.of("reason: " + rules.withValue(why));
            case SessionMoment.Cause.Nothing() -> List.of();
        };
    }

    Json json(boolean all) {
        return Json.object()
                .with("client", client)
                .with("accepted", good())
                .with("moments", moments, moment -> json(moment, all))
                .withTexts("dns", dns);
    }

    private Json json(SessionMoment moment, boolean all) {
        Json.Members out = Json.object()
                .with("moment", moment.name())
                .with("said", moment.said())
                .withTexts("reply", moment.reply())
                .with("accepted", moment.good())
                .with("delayMillis", moment.delayMillis());
        out = switch (moment.cause()) {
            case SessionMoment.Cause.ByRules(String ruleset, RuleDecision decision) ->
                out.with("decision", rules.json(ruleset, decision));
            case SessionMoment.Cause.Earlier(String name) -> out.with("decidedAt", name);
            case SessionMoment.Cause.ByServer(String why) -> out.with("reason", why);
            case SessionMoment.Cause.Nothing() -> out;
        };
        out = out.withTexts(
                "log",
                moment.events().stream()
                        .filter(event -> !(event instanceof SessionDecision))
                        .map(event -> event.line())
                        .toList());
        return all ? out.with("rules", moment.calls(), rules::json) : out;
    }
}
