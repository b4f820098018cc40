package org.postern.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.postern.base.Clock;
import org.postern.mail.Envelope;

/// Starts queue runs: finds what is there, selects, brings it into the order that is asked for, and makes it due.
final class QueueRuns {
    /// With more messages than this an order that needs their control data falls back to what is known of them.
    private static final int MOST_READ = 20_000;

    private final QueueRecovery finder;
    private final QueueParts parts;
    private final QueueIndex index;
    private final ClaimOpener opener;
    private final QueueFiles files;
    private final RunRules rules;
    private final ToLongFunction<Envelope> dueMillis;
    private final Clock clock;
    private final RandomGenerator random;

    QueueRuns(
            QueueRecovery finder,
            QueueParts parts,
            QueueIndex index,
            ClaimOpener opener,
            QueueFiles files,
            RunRules rules,
            ToLongFunction<Envelope> dueMillis,
            Clock clock,
            RandomGenerator random) {
        this.finder = finder;
        this.parts = parts;
        this.index = index;
        this.opener = opener;
        this.files = files;
        this.rules = rules;
        this.dueMillis = dueMillis;
        this.clock = clock;
        this.random = random;
    }

    private record Candidate(QueueEntry entry, QueueSortOrder.Key key) {}

    /// Starts one.
    ///
    /// @throws IOException when a queue directory cannot be read
    QueueRun start(QueueSelection selection, QueueRun.Listener listener) throws IOException {
        List<QueueEntry> all = new ArrayList<>();
        if (selection.kind() == QueueKind.NORMAL) {
            parts.find();
            all.addAll(index.waiting());
            all.removeIf(entry -> entry.kind != QueueKind.NORMAL);
        } else {
            finder.adopt(selection.kind(), all::add);
        }
        selection.group().ifPresent(group -> all.removeIf(entry -> !inGroup(entry, group)));
        List<Candidate> candidates = candidates(all, selection);
        Comparator<QueueSortOrder.Key> order = rules.order().comparator();
        candidates.sort((one, other) -> order.compare(one.key, other.key));
        int size = rules.maxSize() > 0 ? Math.min(rules.maxSize(), candidates.size()) : candidates.size();
        QueueRun run = new QueueRun(listener);
        index.makeDue(candidates.subList(0, size).stream().map(Candidate::entry).toList(), run);
        return run;
    }

    private static boolean inGroup(QueueEntry entry, String group) {
        QueueDirectory directory = entry.directory;
        return directory != null && directory.group().equals(group);
    }

    private List<Candidate> candidates(List<QueueEntry> all, QueueSelection selection) throws IOException {
        boolean conditions = !selection.conditions().isEmpty();
        boolean skips = rules.respectsAge() && !conditions && all.size() <= MOST_READ;
        boolean reads = conditions || skips || (rules.order().readsMessages() && all.size() <= MOST_READ);
        List<Candidate> candidates = new ArrayList<>();
        for (QueueEntry entry : all) {
            Optional<Envelope> envelope = reads ? opener.peek(entry) : Optional.empty();
            if (skips && envelope.filter(this::isYoung).isPresent()) {
                continue;
            }
            if (!conditions || envelope.filter(selection::selects).isPresent()) {
                candidates.add(new Candidate(entry, QueueSortOrder.Key.of(entry, envelope, modified(entry), random)));
            }
        }
        return candidates;
    }

    private boolean isYoung(Envelope envelope) {
        return envelope.attempts() > 0 && dueMillis.applyAsLong(envelope) > clock.epochMillis();
    }

    private long modified(QueueEntry entry) throws IOException {
        QueueDirectory directory = entry.directory;
        if (rules.order() != QueueSortOrder.MODIFICATION || directory == null) {
            return 0;
        }
        return files.files()
                .facts(entry.control(directory))
                .map(facts -> facts.modifiedMillis())
                .orElse(0L);
    }
}
