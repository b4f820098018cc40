package org.postern.queue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.mail.QueueId;

/// One queue run: messages that were made due together, in an order, and how far they are. Safe for many threads.
public final class QueueRun {
    /// Is told how a run goes; called by the thread that takes a message.
    public interface Listener {
        /// A delivery takes a message of the run.
        ///
        /// @param directory the queue directory that it lies in
        /// @param sequence from 1
        /// @param total of the run
        void begins(QueueId id, Path directory, int sequence, int total);

        /// Nobody wants to know.
        Listener NONE = (_, _, _, _) -> {};
    }

    private final Listener listener;
    private final boolean chosen;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int total;
    private int begun;
    private int open;

    /// @param chosen its messages were asked for one by one, not as a part of the whole queue
    QueueRun(Listener listener, boolean chosen) {
        this.listener = listener;
        this.chosen = chosen;
    }

    /// Before anything of it is due.
    void holds(int messages) {
        lock.lock();
        try {
            total = messages;
            open = messages;
        } finally {
            lock.unlock();
        }
    }

    void begins(QueueId id, Path directory) {
        int sequence;
        lock.lock();
        try {
            sequence = ++begun;
        } finally {
            lock.unlock();
        }
        listener.begins(id, directory, sequence, total);
    }

    void ends() {
        lock.lock();
        try {
            if (--open <= 0) {
                ended.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean chosen() {
        return chosen;
    }

    /// How many messages it has.
    public int total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until every message of the run was tried, or was not to be had.
    ///
    /// @return false when the time was over first
    public boolean await(long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lockInterruptibly();
        try {
            while (open > 0) {
                if (left <= 0) {
                    return false;
                }
                left = ended.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
