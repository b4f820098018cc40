package org.postern.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/// Which of the waiting things comes next: of those that are due the one with the lowest priority number, and of equal
/// ones the one that was added first.
///
/// Pure: it knows no clock and no thread; the caller says what time it is and guards it against use by two threads.
///
/// @param <T> what is scheduled
final class Schedule<T> {
    private record Waiting<T>(T item, long dueMillis, long priority, long sequence) {}

    private final PriorityQueue<Waiting<T>> later = new PriorityQueue<>(
            Comparator.<Waiting<T>>comparingLong(Waiting::dueMillis).thenComparingLong(Waiting::sequence));
    private final PriorityQueue<Waiting<T>> due = new PriorityQueue<>(
            Comparator.<Waiting<T>>comparingLong(Waiting::priority).thenComparingLong(Waiting::sequence));
    private long sequence;

    /// Adds something that is due at a time.
    void add(T item, long dueMillis, long priority) {
        later.add(new Waiting<>(item, dueMillis, priority, sequence++));
    }

    /// Takes the next one that is due.
    Optional<T> next(long nowMillis) {
        while (true) {
            Waiting<T> first = later.peek();
            if (first == null || first.dueMillis > nowMillis) {
                break;
            }
            later.remove();
            due.add(first);
        }
        Waiting<T> best = due.poll();
        return best == null ? Optional.empty() : Optional.of(best.item);
    }

    /// When the next one is due: 0 when one is due already, `Long.MAX_VALUE` when there is none.
    long nextDueMillis() {
        if (!due.isEmpty()) {
            return 0;
        }
        Waiting<T> first = later.peek();
        return first == null ? Long.MAX_VALUE : first.dueMillis;
    }

    /// Makes all that are selected due now.
    ///
    /// @return how many were not due before
    int makeDue(Predicate<T> selected) {
        List<Waiting<T>> kept = new ArrayList<>();
        int count = 0;
        for (Waiting<T> waiting : later) {
            if (selected.test(waiting.item)) {
                due.add(waiting);
                count++;
            } else {
                kept.add(waiting);
            }
        }
        later.clear();
        later.addAll(kept);
        return count;
    }

    /// Takes out all that are selected.
    void removeIf(Predicate<T> selected) {
        later.removeIf(waiting -> selected.test(waiting.item));
        due.removeIf(waiting -> selected.test(waiting.item));
    }

    /// How many there are, due or not.
    int size() {
        return later.size() + due.size();
    }

    /// All of them in no order.
    List<T> items() {
        List<T> items = new ArrayList<>(size());
        later.forEach(waiting -> items.add(waiting.item));
        due.forEach(waiting -> items.add(waiting.item));
        return items;
    }
}
