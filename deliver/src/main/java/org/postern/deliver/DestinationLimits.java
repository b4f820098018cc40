package org.postern.deliver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many deliveries may talk to one destination at the same time: few at first, one more with each success, half
/// after a failure to reach it.
///
/// Safe for many threads; a destination that nobody uses and that has its first limit is forgotten, and never more than
/// `maxRemembered` idle ones are kept.
final class DestinationLimits {
    private final int atFirst;
    private final int atMost;
    private final int maxRemembered;
    private final Map<String, Destination> destinations = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    private final class Destination {
        private final String key;
        private final Condition free = lock.newCondition();
        private int limit = atFirst;
        private int active;
        private int waiting;

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
        /// @param reached true when the destination answered, false when it could not be reached or hung up
        void end(boolean reached) {
            lock.lock();
            try {
                if (ended) {
                    return;
                }
                ended = true;
                finish(destination, reached);
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
            long left = patience.toNanos();
            while (destination.active >= destination.limit) {
                if (left <= 0) {
                    return Optional.empty();
                }
                destination.waiting++;
                try {
                    left = destination.free.awaitNanos(left);
                } finally {
                    destination.waiting--;
                }
            }
            destination.active++;
            return Optional.of(new Turn(destination));
        } finally {
            lock.unlock();
        }
    }

    private void finish(Destination destination, boolean reached) {
        destination.active--;
        destination.limit = reached ? Math.min(atMost, destination.limit + 1) : Math.max(1, destination.limit / 2);
        if (destination.waiting > 0) {
            destination.free.signalAll();
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
