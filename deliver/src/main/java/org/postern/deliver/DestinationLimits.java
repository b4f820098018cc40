package org.postern.deliver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many deliveries may talk to one destination at the same time: few at first, one more with each success, half
/// after a failure to reach it or an answer that asks for less. Who waits gets turns in the order of coming. For a
/// destination that has fallen below its first limit only a few may wait; the others go back to the queue at once, so
/// that they do not take the places of mail to other destinations.
///
/// Safe for many threads; a destination that nobody uses and that has its first limit is forgotten, and never more than
/// `maxRemembered` idle ones are kept.
final class DestinationLimits {
    private static final int WAITING_FOR_EACH = 4;

    private final int atFirst;
    private final int atMost;
    private final int maxRemembered;
    private final Map<String, Destination> destinations = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    private final class Destination {
        private final String key;
        private int limit = atFirst;
        private int active;
        private final ArrayDeque<Condition> waiting = new ArrayDeque<>(2);

        Destination(String key) {
            this.key = key;
        }
    }

    DestinationLimits(int atFirst, int atMost, int maxRemembered) {
        this.atFirst = atFirst;
        this.atMost = atMost;
        this.maxRemembered = maxRemembered;
    }

    /// A turn at a destination; must be ended once.
    final class Turn {
        private final Destination destination;
        private boolean ended;

        private Turn(Destination destination) {
            this.destination = destination;
        }

        /// Ends the turn.
        ///
        /// @param good false when the destination could not be reached, hung up, or asked for less
        void end(boolean good) {
            lock.lock();
            try {
                if (ended) {
                    return;
                }
                ended = true;
                finish(destination, good);
            } finally {
                lock.unlock();
            }
        }
    }

    /// Waits for a turn.
    ///
    /// @param patience the longest wait
    /// @return empty when the wait was in vain
    Optional<Turn> begin(String key, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Destination destination = destinations.computeIfAbsent(key, Destination::new);
            if (!destination.waiting.isEmpty() || destination.active >= destination.limit) {
                if (mayNotWait(destination) || !waited(destination, patience)) {
                    wakeNext(destination);
                    return Optional.empty();
                }
            }
            destination.active++;
            wakeNext(destination);
            return Optional.of(new Turn(destination));
        } finally {
            lock.unlock();
        }
    }

    private boolean mayNotWait(Destination destination) {
        return destination.limit < atFirst && destination.waiting.size() >= WAITING_FOR_EACH * destination.limit;
    }

    /// Waits until it is the turn of the caller.
    ///
    /// @return false when the wait was in vain
    private boolean waited(Destination destination, Duration patience) throws InterruptedException {
        Condition turn = lock.newCondition();
        destination.waiting.add(turn);
        try {
            long left = patience.toNanos();
            while (destination.active >= destination.limit || !turn.equals(destination.waiting.peek())) {
                if (left <= 0) {
                    return false;
                }
                left = turn.awaitNanos(left);
            }
            return true;
        } finally {
            destination.waiting.remove(turn);
        }
    }

    private static void wakeNext(Destination destination) {
        Condition next = destination.waiting.peek();
        if (next != null && destination.active < destination.limit) {
            next.signal();
        }
    }

    private void finish(Destination destination, boolean good) {
        destination.active--;
        destination.limit = good ? Math.min(atMost, destination.limit + 1) : Math.max(1, destination.limit / 2);
        if (!destination.waiting.isEmpty()) {
            wakeNext(destination);
        } else if (destination.active == 0 && (destination.limit == atFirst || destinations.size() > maxRemembered)) {
            destinations.remove(destination.key);
        }
    }

    /// How many may talk to the destination now.
    int limit(String key) {
        lock.lock();
        try {
            Destination destination = destinations.get(key);
            return destination == null ? atFirst : destination.limit;
        } finally {
            lock.unlock();
        }
    }

    /// How many wait for a turn at the destination.
    int waiting(String key) {
        lock.lock();
        try {
            Destination destination = destinations.get(key);
            return destination == null ? 0 : destination.waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// How many destinations are remembered.
    int remembered() {
        lock.lock();
        try {
            return destinations.size();
        } finally {
            lock.unlock();
        }
    }
}
