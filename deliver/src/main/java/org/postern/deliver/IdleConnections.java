package org.postern.deliver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.Clock;

/// Open connections that wait for the next message to the same destination (sendmail op guide §5.6,
/// ConnectionCacheSize and ConnectionCacheTimeout).
///
/// The connection used last is taken first. When there are too many, the one that waits longest is closed. Connections
/// are closed outside of the lock.
///
/// @param <C> the connection
final class IdleConnections<C extends IdleConnections.Kept> {
    /// What can be kept.
    interface Kept {
        /// Says goodbye and closes; must not block for long and never throws.
        void retire();
    }

    private record Idle<C>(String key, C connection, long sinceNanos) {}

    private final Clock clock;
    private final int maxIdle;
    private final long maxNanos;
    private final Map<String, Deque<Idle<C>>> byKey = new HashMap<>();
    private final SequencedSet<Idle<C>> byAge = new LinkedHashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    IdleConnections(Clock clock, int maxIdle, Duration maxTime) {
        this.clock = clock;
        this.maxIdle = maxIdle;
        this.maxNanos = maxTime.toNanos();
    }

    /// Takes a connection to the destination; it belongs to the caller then.
    Optional<C> take(String key) {
        lock.lock();
        try {
            Deque<Idle<C>> list = byKey.get(key);
            if (list == null) {
                return Optional.empty();
            }
            Idle<C> last = list.pollLast();
            if (list.isEmpty()) {
                byKey.remove(key);
            }
            if (last == null) {
                return Optional.empty();
            }
            byAge.remove(last);
            return Optional.of(last.connection());
        } finally {
            lock.unlock();
        }
    }

    /// Keeps a connection, or retires it when none may be kept.
    void keep(String key, C connection) {
        List<C> leaving = new ArrayList<>(1);
        lock.lock();
        try {
            if (closed || maxIdle == 0) {
                leaving.add(connection);
            } else {
                Idle<C> idle = new Idle<>(key, connection, clock.nanoTime());
                byKey.computeIfAbsent(key, _ -> new ArrayDeque<>(2)).addLast(idle);
                byAge.add(idle);
                while (byAge.size() > maxIdle) {
                    leaving.add(removeOldest());
                }
            }
        } finally {
            lock.unlock();
        }
        leaving.forEach(Kept::retire);
    }

    private C removeOldest() {
        Idle<C> oldest = byAge.removeFirst();
        Deque<Idle<C>> list = byKey.get(oldest.key());
        if (list != null) {
            list.remove(oldest);
            if (list.isEmpty()) {
                byKey.remove(oldest.key());
            }
        }
        return oldest.connection();
    }

    /// Retires the connections that nobody wanted for too long.
    void sweep() {
        List<C> leaving = new ArrayList<>();
        lock.lock();
        try {
            long now = clock.nanoTime();
            while (!byAge.isEmpty() && now - byAge.getFirst().sinceNanos() >= maxNanos) {
                leaving.add(removeOldest());
            }
        } finally {
            lock.unlock();
        }
        leaving.forEach(Kept::retire);
    }

    /// How many wait.
    int size() {
        lock.lock();
        try {
            return byAge.size();
        } finally {
            lock.unlock();
        }
    }

    /// Retires all; what is kept later is retired at once.
    void close() {
        List<C> leaving = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            byAge.forEach(idle -> leaving.add(idle.connection()));
            byAge.clear();
            byKey.clear();
        } finally {
            lock.unlock();
        }
        leaving.forEach(Kept::retire);
    }
}
