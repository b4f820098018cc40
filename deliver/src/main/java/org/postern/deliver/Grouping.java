package org.postern.deliver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.cf.Mailer;

/// Groups the targets of a message into jobs: one for each mailer and host, or for hosts that share their
/// exchangers, split at the mailer's `r=`; one for each recipient without flag `m`.
///
/// The recipients of a job stand in reverse order of the envelope, as sendmail sends them.
final class Grouping {
    private Grouping() {}

    private record Key(int mailer, String host) {}

    /// @param signatures see [SharedExchangers#signatures]
    static List<DeliveryJob> jobs(
            MessageContext message, List<ExpansionResult.Target> targets, Map<String, String> signatures) {
        if (targets.size() == 1) {
            ExpansionResult.Target only = targets.getFirst();
            return List.of(
                    new DeliveryJob(message, only.route().mailer(), only.route().host(), targets));
        }
        Map<Key, List<ExpansionResult.Target>> groups = new LinkedHashMap<>();
        for (ExpansionResult.Target target : targets) {
            Mailer mailer = target.route().mailer();
            String host = mailer.network() ? target.route().host() : "";
            if (SharedExchangers.mayJoin(mailer)) {
                host = signatures.getOrDefault(host, host);
            }
            groups.computeIfAbsent(new Key(mailer.number(), host), _ -> new ArrayList<>())
                    .add(target);
        }
        List<DeliveryJob> jobs = new ArrayList<>();
        for (List<ExpansionResult.Target> group : groups.values()) {
            Mailer mailer = group.getFirst().route().mailer();
            String host = group.getFirst().route().host();
            List<ExpansionResult.Target> reversed = group.reversed();
            boolean alone = mailer.network() && !mailer.has('m');
            int limit = alone ? 1 : mailer.limits().recipientsPerEnvelope();
            int most = limit > 0 ? Math.min(limit, reversed.size()) : reversed.size();
            for (int from = 0; from < reversed.size(); from += most) {
                int end = Math.min(reversed.size(), from + most);
                jobs.add(new DeliveryJob(message, mailer, host, reversed.subList(from, end)));
            }
        }
        return jobs;
    }
}
