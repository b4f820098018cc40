package org.postern.receive;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.base.Clock;

/// Ends the waiting of sessions whose client is silent for too long.
///
/// One look at all sessions each second costs less than a timer per read: the busiest path only writes one field. A
/// time-out is therefore up to one second late, which no mail time-out notices.
final class DeadlineWatch {
    /// Something that may wait too long.
    interface Watched {
        /// When the waiting ends, in the readings of [Clock#nanoTime]; 0 while nothing is waited for.
        long deadlineNanos();

        /// The deadline has passed: end the waiting. Called from the thread of the watch; must not block.
        void expire();
    }

    private static final long INTERVAL_MILLIS = 1000;

    private final Clock clock;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    DeadlineWatch(Clock clock) {
        this.clock = clock;
    }

    void add(Watched session) {
        watched.add(session);
    }

    void remove(Watched session) {
        watched.remove(session);
    }

    /// When a wait that begins now must end.
    long deadlineAfter(long nanos) {
        long deadline = clock.nanoTime() + nanos;
        return deadline == 0 ? 1 : deadline;
    }

    /// Ends every wait whose time is over.
    void sweep() {
        long now = clock.nanoTime();
        for (Watched one : watched) {
            long deadline = one.deadlineNanos();
            if (deadline != 0 && deadline - now < 0) {
                one.expire();
            }
        }
    }

    /// Sweeps once a second until [#stop].
    Thread start() {
        return Thread.ofVirtual().name("receive-deadlines").start(() -> {
            while (!stopped) {
                try {
                    Thread.sleep(INTERVAL_MILLIS);
                } catch (InterruptedException _) {
                    return;
                }
                sweep();
            }
        });
    }

    void stop(Thread running) {
        stopped = true;
        running.interrupt();
    }
}
