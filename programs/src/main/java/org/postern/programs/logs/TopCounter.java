package org.postern.programs.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts by name with bounded memory: when there are too many names, the half that was seen least is forgotten.
final class TopCounter {
    private final int most;
    private final Map<String, Long> counts = new HashMap<>();
    private long total;
    private boolean forgot;

    /// @param most names that are kept
    TopCounter(int most) {
        this.most = most;
    }

    /// A name with its count.
    record Entry(String name, long count) {}

    void add(String name, long count) {
        total += count;
        counts.merge(name, count, Long::sum);
        if (counts.size() > most) {
            forgot = true;
            List<Entry> entries = top(counts.size());
            entries.subList(most / 2, entries.size()).forEach(entry -> counts.remove(entry.name()));
        }
    }

    void add(String name) {
        add(name, 1);
    }

    /// The sum of all that was added.
    long total() {
        return total;
    }

    /// True when names were forgotten, so that there are more than [#names], and counts may be too small.
    boolean forgot() {
        return forgot;
    }

    int names() {
        return counts.size();
    }

    /// The most frequent, those of the same count by name.
    List<Entry> top(int wanted) {
        List<Entry> entries = new ArrayList<>(counts.size());
        counts.forEach((name, count) -> entries.add(new Entry(name, count)));
        entries.sort(Comparator.comparingLong(Entry::count).reversed().thenComparing(Entry::name));
        return new ArrayList<>(entries.subList(0, Math.min(wanted, entries.size())));
    }
}
