package org.postern.deliver;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.Clock;
import org.postern.mail.DeliveryOutcome;

/// Remembers for a while which hosts could not be reached, so that a queue full of mail for a dead host does not wait
/// for it again and again (sendmail op guide §5.6, Timeout.hoststatus).
///
/// In memory, safe for many threads, bounded: the longest remembered host makes room; and in host status files where
/// HostStatusDirectory names a place for them.
final class HostStatus {
    private record Dead(long untilNanos, DeliveryOutcome.Deferred outcome) {}

    private final Clock clock;
    private final long keepNanos;
    private final Map<String, Dead> dead;
    private final ReentrantLock lock = new ReentrantLock();
    private final Optional<HostStatusDirectory> files;
    private final long filesKeepSeconds;

    /// In memory only.
    ///
    /// @param keep how long a host is left alone
    /// @param maxHosts how many are remembered
    HostStatus(Clock clock, Duration keep, int maxHosts) {
        this(clock, keep, maxHosts, Optional.empty(), Duration.ZERO);
    }

    /// @param keep how long a host is left alone
    /// @param maxHosts how many are remembered in memory
    /// @param files what other processes and later starts know too
    /// @param filesKeep `Timeout.hoststatus`: how long what they say counts
    HostStatus(Clock clock, Duration keep, int maxHosts, Optional<HostStatusDirectory> files, Duration filesKeep) {
        this.files = files;
        this.filesKeepSeconds = filesKeep.toSeconds();
        this.clock = clock;
        this.keepNanos = keep.toNanos();
        this.dead = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Dead> eldest) {
                return size() > maxHosts;
            }
        };
    }

    /// Why the host is not to be tried now; empty when it may be tried.
    ///
    /// @param key the host and how it is reached
    /// @param host its name
    Optional<DeliveryOutcome.Deferred> whyDead(String key, String host) {
        Optional<DeliveryOutcome.Deferred> known = whyDead(key);
        return known.isPresent() || files.isEmpty()
                ? known
                : files.get()
                        .read(host)
                        .filter(record -> clock.epochSeconds() - record.lastUse() < filesKeepSeconds)
                        .flatMap(record -> record.outcome(host));
    }

    private Optional<DeliveryOutcome.Deferred> whyDead(String key) {
        lock.lock();
        try {
            if (dead.isEmpty()) {
                return Optional.empty();
            }
            Dead entry = dead.get(key);
            if (entry == null) {
                return Optional.empty();
            }
            if (clock.nanoTime() - entry.untilNanos() >= 0) {
                dead.remove(key);
                return Optional.empty();
            }
            return Optional.of(entry.outcome());
        } finally {
            lock.unlock();
        }
    }

    /// The host could not be reached.
    void failed(String key, String host, DeliveryOutcome.Deferred outcome) {
        files.ifPresent(directory -> directory.write(host, HostStatusRecord.bad(outcome, clock.epochSeconds())));
        lock.lock();
        try {
            dead.remove(key);
            dead.put(key, new Dead(clock.nanoTime() + keepNanos, outcome));
        } finally {
            lock.unlock();
        }
    }

    /// The host answered.
    ///
    /// @param last what it said last about a message that it took
    void reached(String key, String host, Optional<DeliveryOutcome> last) {
        files.ifPresent(directory -> directory.write(host, HostStatusRecord.good(last, clock.epochSeconds())));
        lock.lock();
        try {
            if (!dead.isEmpty()) {
                dead.remove(key);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Forgets everything, as at the start of a queue run that somebody asked for.
    void forget() {
        lock.lock();
        try {
            dead.clear();
        } finally {
            lock.unlock();
        }
    }
}
