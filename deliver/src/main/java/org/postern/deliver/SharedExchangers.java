package org.postern.deliver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postern.cf.Mailer;

/// Which hosts of a message have the same mail exchangers, so that their recipients share a connection and a
/// transaction.
///
/// The exchangers of all hosts are looked up before the first one is tried. With `FastSplit` above 0 the first attempt
/// goes without, and each host stands for itself there (sendmail op guide §5.6).
final class SharedExchangers {
    private final HopFinder finder;
    private final boolean lookUpAtFirst;
    private final int atATime;

    /// @param fastSplit option FastSplit; above 0 the first attempt looks nothing up
    /// @param atATime how many hosts are looked up at the same time for one message
    SharedExchangers(HopFinder finder, long fastSplit, int atATime) {
        this.finder = finder;
        this.lookUpAtFirst = fastSplit <= 0;
        this.atATime = atATime;
    }

    /// True when recipients at hosts of this mailer may go together.
    static boolean mayJoin(Mailer mailer) {
        boolean byName = mailer.arguments().isEmpty()
                || !Endpoint.isLocal(mailer.arguments().getFirst());
        return mailer.network() && byName && mailer.has('m') && !mailer.has('0');
    }

    /// What hosts with the same exchangers have in common.
    ///
    /// @param firstAttempt true when the message was never tried
    /// @return for each host that was found; hosts that are missing stand for themselves
    Map<String, String> signatures(List<ExpansionResult.Target> targets, boolean firstAttempt)
            throws InterruptedException {
        Set<String> hosts = new TreeSet<>();
        if (lookUpAtFirst || !firstAttempt) {
            targets.stream()
                    .filter(target -> mayJoin(target.route().mailer()))
                    .forEach(target -> hosts.add(target.route().host()));
        }
        return hosts.size() < 2 ? Map.of() : lookedUp(List.copyOf(hosts), firstAttempt);
    }

    private Map<String, String> lookedUp(List<String> hosts, boolean firstAttempt) throws InterruptedException {
        List<Callable<HopAnswer>> questions = new ArrayList<>(hosts.size());
        hosts.forEach(
                host -> questions.add(() -> finder.forAttempt(firstAttempt).find(host, true)));
        Map<String, String> signatures = new HashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(atATime, hosts.size()), Thread.ofVirtual().factory())) {
            List<Future<HopAnswer>> answers = threads.invokeAll(questions);
            for (int i = 0; i < hosts.size(); i++) {
                if (answers.get(i).get() instanceof HopAnswer.Hops(List<Hop> _, String signature)) {
                    signatures.put(hosts.get(i), signature);
                }
            }
        } catch (ExecutionException bug) {
            throw new IllegalStateException("looking up exchangers failed", bug);
        }
        return signatures;
    }
}
