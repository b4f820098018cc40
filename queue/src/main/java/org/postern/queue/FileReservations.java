package org.postern.queue;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Who may change the queue files of a message: one task at a time. Taken and given back under the lock of the index.
final class FileReservations {
    private final ReentrantLock lock;

    /// Signalled to all when the files of an entry are not being changed any more.
    private final Condition still;

    FileReservations(ReentrantLock lock) {
        this.lock = lock;
        this.still = lock.newCondition();
    }

    /// Waits until nobody else changes the files of the entry, then reserves them for one task.
    void begin(QueueEntry entry) {
        lock.lock();
        try {
            awaitStill(entry);
            entry.moving = true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until nobody changes the files of the entry.
    void awaitStill(QueueEntry entry) {
        lock.lock();
        try {
            while (entry.moving) {
                still.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends a reservation.
    void end(QueueEntry entry) {
        lock.lock();
        try {
            entry.moving = false;
            still.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
