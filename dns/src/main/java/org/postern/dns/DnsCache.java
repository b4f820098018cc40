package org.postern.dns;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.Clock;

/// A bounded cache of answers until their time to live is over; the one that was not used for longest goes first.
final class DnsCache {
    /// @param name in lower case
    record Key(String name, int type) {}

    private record Entry(DnsAnswer<?> answer, long kept, long nanos) {}

    private final Clock clock;
    private final int mostEntries;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    DnsCache(Clock clock, int mostEntries) {
        this.clock = clock;
        this.mostEntries = mostEntries;
    }

    Optional<DnsAnswer<?>> find(Key key) {
        lock.lock();
        try {
            Entry entry = entries.get(key);
            if (entry == null) {
                return Optional.empty();
            }
            if (clock.nanoTime() - entry.kept() >= entry.nanos()) {
                entries.remove(key);
                return Optional.empty();
            }
            return Optional.of(entry.answer());
        } finally {
            lock.unlock();
        }
    }

    void keep(Key key, DnsAnswer<?> answer, long seconds) {
        if (seconds <= 0 || mostEntries == 0) {
            return;
        }
        lock.lock();
        try {
            entries.put(key, new Entry(answer, clock.nanoTime(), TimeUnit.SECONDS.toNanos(seconds)));
            if (entries.size() > mostEntries) {
                entries.remove(entries.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }
}
