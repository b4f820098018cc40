package org.postern.helperwire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A request that waits in the network process: how much it may send, what a program has said, and its answer once
/// it is there.
final class PendingRequest {
    private static final int MOST_CREDIT = 2 * 1024 * 1024;

    private final long patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int credit;
    private final Queue<Chunk> output = new ArrayDeque<>();
    private int position;
    private long said;
    private @Nullable HelperAnswer answer;

    PendingRequest(Duration patience) {
        this.patience = patience.toNanos();
    }

    /// More may be sent; false when the helper grants beyond all reason.
    boolean grant(int bytes) {
        lock.lock();
        try {
            if (bytes > MOST_CREDIT - credit) {
                return false;
            }
            credit += bytes;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void spend(int bytes) {
        lock.lock();
        try {
            credit -= bytes;
        } finally {
            lock.unlock();
        }
    }

    /// The answer is there; the first one counts.
    void end(HelperAnswer with) {
        lock.lock();
        try {
            if (answer == null) {
                answer = with;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for credit; 0 when the answer came first or nothing came in time.
    int awaitCredit() throws InterruptedException {
        lock.lock();
        try {
            long left = patience;
            while (credit == 0 && answer == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return answer == null ? credit : 0;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the answer; null when it does not come in time.
    @Nullable
    HelperAnswer awaitAnswer() throws InterruptedException {
        lock.lock();
        try {
            long left = patience;
            while (answer == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }

    /// The answer, if it is there.
    Optional<HelperAnswer> answer() {
        lock.lock();
        try {
            return Optional.ofNullable(answer);
        } finally {
            lock.unlock();
        }
    }

    /// A program has said something; false when it is more than the helper lets through.
    boolean say(Chunk bytes) {
        lock.lock();
        try {
            said += bytes.length();
            if (said > HelperOutput.MOST || bytes.length() == 0) {
                return false;
            }
            output.add(bytes);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for something that a program says; false when it has ended, or said nothing in time.
    boolean awaitOutput(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (output.isEmpty() && answer == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !output.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Takes of what was said; how many bytes.
    int takeOutput(byte[] into) {
        lock.lock();
        try {
            Chunk first = output.element();
            int count = first.copy(position, into, 0, into.length);
            position += count;
            if (position == first.length()) {
                output.remove();
                position = 0;
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the answer; false when it does not come in time.
    boolean awaitEnd(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (answer == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return answer != null;
        } finally {
            lock.unlock();
        }
    }
}
