package org.postern.deliver;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.mail.DeliveryOutcome;
import org.postern.smtp.RecipientResult;
import org.postern.smtp.SessionRemark;

/// Collects what the hosts of one job said about its recipients: every recipient has in the end exactly one outcome.
///
/// A recipient stays open while it may be tried at another host; what the last host said about it counts then, but a
/// temporary answer is never replaced by a permanent failure to reach another host.
final class SmtpTally {
    private record Said(DeliveryOutcome outcome, String relay, Optional<ReportAnswer> answer) {
        Said(DeliveryOutcome outcome, String relay) {
            this(outcome, relay, Optional.empty());
        }
    }

    private record Together(DeliveryOutcome outcome, String relay) {}

    private final DeliveryJob job;
    private final Clock clock;
    private final long start;
    private final List<ExpansionResult.Target> open;
    private final List<String> transcript = new ArrayList<>();
    private Optional<DeliverByNotice> by = Optional.empty();
    private final IdentityHashMap<ExpansionResult.Target, Said> lastSaid = new IdentityHashMap<>(4);
    private final IdentityHashMap<ExpansionResult.Target, Said> decided = new IdentityHashMap<>(4);

    SmtpTally(DeliveryJob job, Clock clock) {
        this.job = job;
        this.clock = clock;
        this.start = clock.nanoTime();
        this.open = new ArrayList<>(job.targets());
    }

    /// Who may still be tried.
    List<ExpansionResult.Target> open() {
        return open;
    }

    /// The same outcome for everybody.
    List<Attempt> all(DeliveryOutcome outcome, String relay) {
        return List.of(Attempt.of(job.targets(), relay, Elapsed.seconds(start, clock), outcome));
    }

    /// Fails the recipients whose address cannot be said in SMTP.
    void refuseUnspeakable() {
        open.removeIf(target -> {
            String user = target.route().user();
            boolean bad = user.chars().anyMatch(c -> Ascii.isControl((char) c));
            if (bad) {
                DeliveryOutcome outcome =
                        DeliveryTexts.failed(1, 3, "User address required", "553 5.1.3 User address required");
                decided.put(target, new Said(outcome, ""));
                transcript.addAll(TranscriptLines.result(outcome, List.of(target.address())));
            }
            return bad;
        });
    }

    /// A host could not be reached. That one had no place says nothing where another has answered, or was not there.
    void failedHop(DeliveryOutcome outcome, String relay) {
        transcript.addAll(TranscriptLines.result(
                outcome, open.stream().map(ExpansionResult.Target::address).toList()));
        for (ExpansionResult.Target target : open) {
            Said before = lastSaid.get(target);
            boolean temporary = before != null && before.outcome() instanceof DeliveryOutcome.Deferred;
            boolean keep = DeliveryTexts.isCrowded(outcome)
                    ? before != null
                    : temporary && !(outcome instanceof DeliveryOutcome.Deferred);
            if (!keep) {
                lastSaid.put(target, new Said(outcome, relay));
            }
        }
    }

    /// A host answered, one result for each open recipient in their order.
    ///
    /// @param remarks what a report tells of it
    /// @param knowsDeliverBy the host has DELIVERBY
    void results(List<RecipientResult> results, String relay, List<SessionRemark> remarks, boolean knowsDeliverBy) {
        if (results.size() != open.size()) {
            throw new IllegalStateException(results.size() + " results for " + open.size() + " recipients");
        }
        List<ExpansionResult.Target> asked = List.copyOf(open);
        Optional<DeliverByNotice> told =
                DeliverByNotice.of(job.message().envelope().deliverBy(), knowsDeliverBy);
        transcript.addAll(TranscriptLines.of(host(relay), remarks, asked, told));
        by = told;
        open.clear();
        for (int i = 0; i < asked.size(); i++) {
            RecipientResult result = results.get(i);
            Said said = new Said(result.outcome(), relay, result.answer().map(ReportAnswer::ofHost));
            if (result.mayTryNextHost()) {
                lastSaid.put(asked.get(i), said);
                open.add(asked.get(i));
            } else {
                decided.put(asked.get(i), said);
            }
        }
    }

    private static String host(String relay) {
        int blank = relay.indexOf(' ');
        return blank < 0 ? relay : relay.substring(0, blank);
    }

    /// The attempts in sendmail's order: what a host refused, one for each recipient; then one for all recipients with
    /// the same success or without an answer. The first has the transcript of all.
    List<Attempt> attempts() {
        Map<Together, List<ExpansionResult.Target>> together = new LinkedHashMap<>();
        List<Attempt> attempts = new ArrayList<>(1);
        for (ExpansionResult.Target target : job.targets()) {
            Said said = said(target);
            if (answeredAlone(said.outcome())) {
                attempts.add(attempt(List.of(target), said.outcome(), said.relay(), attempts.isEmpty()));
            } else {
                Together key = new Together(said.outcome(), said.relay());
                together.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(target);
            }
        }
        together.forEach(
                (key, targets) -> attempts.add(attempt(targets, key.outcome(), key.relay(), attempts.isEmpty())));
        return attempts;
    }

    private Attempt attempt(
            List<ExpansionResult.Target> targets, DeliveryOutcome outcome, String relay, boolean first) {
        return new Attempt(
                targets.stream().map(ExpansionResult.Target::address).toList(),
                job.mailer().name(),
                relay,
                Elapsed.seconds(start, clock),
                outcome,
                targets.stream().map(target -> said(target).answer()).toList(),
                by,
                first ? transcript : List.of());
    }

    private static boolean answeredAlone(DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Delivered _, DeliveryOutcome.Relayed _ -> false;
            case DeliveryOutcome.Failed _ -> true;
            case DeliveryOutcome.Deferred deferred -> deferred.remoteReply().isPresent();
        };
    }

    private Said said(ExpansionResult.Target target) {
        Said said = decided.get(target);
        if (said == null) {
            said = lastSaid.get(target);
        }
        return said != null ? said : new Said(DeliveryTexts.deferred(4, 0, ""), job.host());
    }
}
