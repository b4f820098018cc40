package org.postern.programs.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.cf.OptionValues;
import org.postern.programs.log.DecisionJournal;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;
import org.postern.receive.SessionDecision;

/// What the journal of decisions has of one message or session.
final class DecisionReport {
    private static final String LOOP = "mail loops back to me";

    private final List<DecisionJournal.Entry> entries;
    private final OptionValues options;

    /// @param entries oldest first, at least one
    /// @param options those of the configuration as it is now
    DecisionReport(List<DecisionJournal.Entry> entries, OptionValues options) {
        this.entries = entries;
        this.options = options;
    }

    private List<DecisionJournal.Entry> told() {
        return entries.stream().filter(entry -> !isDelivery(entry)).toList();
    }

    private static boolean isDelivery(DecisionJournal.Entry entry) {
        return entry.decision().moment().equals(DecisionJournal.DELIVERY);
    }

    List<String> text(Paint paint) {
        List<String> out = new ArrayList<>();
        String before = "";
        for (DecisionJournal.Entry entry : told()) {
            SessionDecision decision = entry.decision();
            String client = client(decision.facts());
            if (!client.equals(before)) {
                out.add(paint.strong(
                        "what the " + (decision.facts().address().isEmpty() ? "" : "client ") + client + " was told"));
            }
            before = client;
            out.add("  " + entry.time() + " " + decision.moment() + said(decision.facts()));
            String reply = RuleView.shown(decision.reply());
            out.add("    " + (decision.refused() ? paint.bad(reply) : paint.good(reply)));
            decision.reason().ifPresent(why -> out.add("    reason: " + RuleView.withValue(why, options)));
        }
        List<DecisionJournal.Entry> deliveries =
                entries.stream().filter(DecisionReport::isDelivery).toList();
        if (!deliveries.isEmpty()) {
            out.add(paint.strong("what became of it"));
        }
        for (DecisionJournal.Entry entry : deliveries) {
            out.add("  " + entry.time() + said(entry.decision().facts()));
            out.add("    " + RuleView.shown(entry.decision().reply()));
            if (entry.decision().reply().contains(LOOP)) {
                out.add("    that host is this one: if the mail is for here, add the domain"
                        + domain(entry.decision().facts().recipient())
                        + " to /etc/mail/local-host-names and restart");
            }
        }
        return out;
    }

    private static String domain(String recipient) {
        String bare = recipient.endsWith(">") ? recipient.substring(0, recipient.length() - 1) : recipient;
        return bare.indexOf(',') >= 0 || bare.indexOf('@') < 0
                ? ""
                : " " + RuleView.shown(bare.substring(bare.lastIndexOf('@') + 1));
    }

    /// `client.test [192.0.2.1] (HELO client.test, AUTH alice by PLAIN)`, or the local user.
    private static String client(SessionDecision.Facts facts) {
        if (facts.address().isEmpty()) {
            return RuleView.shown("local user " + facts.client());
        }
        String address = "[" + facts.address() + "]";
        String name = facts.client().isEmpty() ? address : facts.client() + " " + address;
        List<String> shown = new ArrayList<>();
        if (!facts.helo().isEmpty()) {
            shown.add("HELO " + facts.helo());
        }
        if (!facts.login().isEmpty()) {
            shown.add("AUTH " + facts.login() + " by " + facts.mechanism());
        }
        return RuleView.shown(name + (shown.isEmpty() ? "" : " (" + String.join(", ", shown) + ")"));
    }

    private static String said(SessionDecision.Facts facts) {
        String recipient = facts.recipient().isEmpty() ? "" : " to " + facts.recipient();
        return RuleView.shown((facts.sender().isEmpty() ? "" : " from " + facts.sender()) + recipient);
    }

    Json.Items json() {
        return Json.items(entries, this::json);
    }

    private Json json(DecisionJournal.Entry entry) {
        Json.Members out = Json.object().with("time", entry.time());
        for (var field : entry.decision().fields()) {
            out = field.value().isEmpty() ? out : out.with(field.name(), field.value());
        }
        return out.withText("reason", entry.decision().reason().map(why -> RuleView.withValue(why, options)));
    }

    /// True when something was refused.
    boolean refused() {
        return entries.stream().anyMatch(entry -> entry.decision().refused());
    }

    /// The last refusal by rules, else the last decision, as a question; empty when the server refused by itself, which
    /// has been said, and for a local user.
    Optional<RecordedSession> asSession() {
        List<SessionDecision> decisions =
                told().stream().map(DecisionJournal.Entry::decision).toList();
        return decisions.stream()
                .filter(one -> one.refused() && one.reason().isEmpty())
                .reduce((_, last) -> last)
                .or(() -> decisions.stream().reduce((_, last) -> last))
                .flatMap(RecordedSession::of);
    }
}
