package org.postern.queue;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Signals a condition when a time has come.
///
/// Who waits for the next due message is woken by each new one, long before the time of the next retry. A timer
/// that is set and taken back for each would cost more than the wait. Here a timer stays as it was set, and only an
/// earlier time changes it; it may ring in vain, at most once for each time that was asked for.
final class DueAlarm {
    private final ReentrantLock lock;
    private final Condition rings;
    private final Condition earlier;
    private boolean set;
    private long atNanos;
    private boolean closed;
    private boolean started;

    /// @param lock held by whoever calls a method here
    /// @param rings of that lock; signalled to all
    DueAlarm(ReentrantLock lock, Condition rings) {
        this.lock = lock;
        this.rings = rings;
        this.earlier = lock.newCondition();
    }

    /// Rings after so many milliseconds at the latest.
    void within(long millis) {
        long wanted = System.nanoTime() + millis * 1_000_000;
        if (set && atNanos - wanted <= 0) {
            return;
        }
        set = true;
        atNanos = wanted;
        if (started) {
            earlier.signal();
        } else {
            started = true;
            Thread.ofVirtual().name("queue-alarm").start(this::run);
        }
    }

    /// Never rings again.
    void close() {
        closed = true;
        earlier.signal();
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                long left = atNanos - System.nanoTime();
                if (!set) {
                    earlier.await();
                } else if (left > 0) {
                    long _ = earlier.awaitNanos(left);
                } else {
                    set = false;
                    rings.signalAll();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
