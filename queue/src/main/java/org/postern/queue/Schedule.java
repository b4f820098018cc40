package org.postern.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// Which of the waiting things comes next: of those that are due the one with the lowest priority number, and of equal
/// ones the one that was added first.
///
/// What comes for the first time and what comes again are two lanes that take turns, so that a queue run over many
/// messages does not keep a new one waiting, nor a stream of new ones the run.
///
/// Pure: it knows no clock and no thread; the caller says what time it is and guards it against use by two threads.
///
/// @param <T> what is scheduled
final class Schedule<T> {
    private record Waiting<T>(T item, boolean again, long dueMillis, long priority, long sequence) {}

    private final PriorityQueue<Waiting<T>> later = new PriorityQueue<>(
            Comparator.<Waiting<T>>comparingLong(Waiting::dueMillis).thenComparingLong(Waiting::sequence));
    private final PriorityQueue<Waiting<T>> fresh = lane();
    private final PriorityQueue<Waiting<T>> again = lane();
    private boolean againIsNext;
    private long sequence;

    private static <T> PriorityQueue<Waiting<T>> lane() {
        return new PriorityQueue<>(
                Comparator.<Waiting<T>>comparingLong(Waiting::priority).thenComparingLong(Waiting::sequence));
    }

    /// Adds something that comes for the first time and is due at a time.
    void add(T item, long dueMillis, long priority) {
        later.add(new Waiting<>(item, false, dueMillis, priority, sequence++));
    }

    /// Adds something that has been tried, or has been here for long.
    void addAgain(T item, long dueMillis, long priority) {
        later.add(new Waiting<>(item, true, dueMillis, priority, sequence++));
    }

    /// Adds something that has been here for long and is due now.
    void addDue(T item, long priority) {
        again.add(new Waiting<>(item, true, 0, priority, sequence++));
    }

    /// How many are due that come again.
    int dueAgain() {
        return again.size();
    }

    private void becomesDue(Waiting<T> waiting) {
        (waiting.again ? again : fresh).add(waiting);
    }

    /// Takes the next one that is due.
    Optional<T> next(long nowMillis) {
        while (true) {
            Waiting<T> first = later.peek();
            if (first == null || first.dueMillis > nowMillis) {
                break;
            }
            later.remove();
            becomesDue(first);
        }
        boolean takeAgain = fresh.isEmpty() || (againIsNext && !again.isEmpty());
        againIsNext = !takeAgain;
        Waiting<T> best = (takeAgain ? again : fresh).poll();
        return best == null ? Optional.empty() : Optional.of(best.item);
    }

    /// When the next one is due: 0 when one is due already, `Long.MAX_VALUE` when there is none.
    long nextDueMillis() {
        if (!fresh.isEmpty() || !again.isEmpty()) {
            return 0;
        }
        Waiting<T> first = later.peek();
        return first == null ? Long.MAX_VALUE : first.dueMillis;
    }

    /// Makes all that are selected due now, also those that are due already.
    ///
    /// @param rank the place of a thing among those selected, lowest first; a negative one leaves it as it is
    /// @return how many were not due before
    int makeDue(ToLongFunction<T> rank) {
        List<Waiting<T>> all = new ArrayList<>(size());
        all.addAll(fresh);
        all.addAll(again);
        int dueBefore = all.size();
        all.addAll(later);
        fresh.clear();
        again.clear();
        later.clear();
        int count = 0;
        for (int i = 0; i < all.size(); i++) {
            Waiting<T> waiting = all.get(i);
            long place = rank.applyAsLong(waiting.item);
            if (place >= 0) {
                count += i >= dueBefore ? 1 : 0;
                again.add(new Waiting<>(waiting.item, true, 0, place, waiting.sequence));
            } else if (i < dueBefore) {
                becomesDue(waiting);
            } else {
                later.add(waiting);
            }
        }
        return count;
    }

    /// Takes out all that are selected.
    void removeIf(Predicate<T> selected) {
        later.removeIf(waiting -> selected.test(waiting.item));
        fresh.removeIf(waiting -> selected.test(waiting.item));
        again.removeIf(waiting -> selected.test(waiting.item));
    }

    /// Takes out all that are selected of those that are not due yet, each with the time when it would be.
    void takeLater(Predicate<T> selected, ObjLongConsumer<T> taker) {
        later.removeIf(waiting -> {
            boolean taken = selected.test(waiting.item);
            if (taken) {
                taker.accept(waiting.item, waiting.dueMillis);
            }
            return taken;
        });
    }

    /// How many there are, due or not.
    int size() {
        return later.size() + fresh.size() + again.size();
    }

    /// All of them in no order.
    List<T> items() {
        List<T> items = new ArrayList<>(size());
        later.forEach(waiting -> items.add(waiting.item));
        fresh.forEach(waiting -> items.add(waiting.item));
        again.forEach(waiting -> items.add(waiting.item));
        return items;
    }
}
