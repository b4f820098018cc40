package org.postern.programs.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.programs.log.DecisionJournal;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;
import org.postern.receive.SessionDecision;

/// What the journal of decisions has of one message or session.
final class DecisionReport {
    private final List<DecisionJournal.Entry> entries;

    /// @param entries oldest first, at least one
    DecisionReport(List<DecisionJournal.Entry> entries) {
        this.entries = entries;
    }

    List<String> text(Paint paint) {
        List<String> out = new ArrayList<>();
        SessionDecision.Facts client = entries.getFirst().decision().facts();
        String who = client.address().isEmpty() ? "local user " + client.client() : client(client);
        out.add(paint.strong("what " + who + " was told"));
        for (DecisionJournal.Entry entry : entries) {
            SessionDecision decision = entry.decision();
            out.add("  " + entry.time() + " " + decision.moment() + said(decision.facts()));
            String reply = RuleView.shown(decision.reply());
            out.add("    " + (decision.refused() ? paint.bad(reply) : paint.good(reply)));
        }
        return out;
    }

    private static String client(SessionDecision.Facts facts) {
        String address = "[" + facts.address() + "]";
        String name = facts.client().isEmpty() ? address : facts.client() + " " + address;
        String helo = facts.helo().isEmpty() ? "" : ", which calls itself " + facts.helo();
        String login = facts.login().isEmpty() ? "" : ", logged in as " + facts.login() + " by " + facts.mechanism();
        return RuleView.shown(name + helo + login);
    }

    private static String said(SessionDecision.Facts facts) {
        String recipient = facts.recipient().isEmpty() ? "" : " to " + facts.recipient();
        return RuleView.shown((facts.sender().isEmpty() ? "" : " from " + facts.sender()) + recipient);
    }

    Json.Items json() {
        return Json.items(entries, DecisionReport::json);
    }

    private static Json json(DecisionJournal.Entry entry) {
        Json.Members out = Json.object().with("time", entry.time());
        for (var field : entry.decision().fields()) {
            out = field.value().isEmpty() ? out : out.with(field.name(), field.value());
        }
        return out;
    }

    /// The last refusal, else the last decision, as the command line of `explain session`; empty for a local user, who
    /// has no address.
    Optional<ExplainOptions> asSession(ExplainOptions options) {
        SessionDecision decision = entries.stream()
                .map(DecisionJournal.Entry::decision)
                .filter(SessionDecision::refused)
                .reduce((_, last) -> last)
                .orElseGet(() -> entries.getLast().decision());
        SessionDecision.Facts facts = decision.facts();
        if (facts.address().isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<String>> values = new HashMap<>(options.values());
        put(
                values,
                "--from-ip",
                facts.address().startsWith("IPv6:") ? facts.address().substring(5) : facts.address());
        put(values, "--from-name", facts.client());
        put(values, "--helo", facts.helo());
        put(values, "--auth", facts.login());
        put(values, "--mechanism", facts.mechanism());
        put(values, "--cert-subject", facts.subject());
        put(values, "--cert-issuer", facts.issuer());
        put(values, "--verify", facts.verify().equals("NONE") ? "" : facts.verify());
        put(values, "--port", facts.daemon());
        put(values, "--mail-from", facts.sender());
        put(values, "--rcpt", facts.recipient());
        return Optional.of(new ExplainOptions(List.of("session"), values, options.all(), options.json()));
    }

    private static void put(Map<String, List<String>> values, String name, String value) {
        if (!value.isEmpty()) {
            values.put(name, List.of(value));
        }
    }
}
