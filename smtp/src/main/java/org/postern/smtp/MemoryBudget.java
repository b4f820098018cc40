package org.postern.smtp;

import java.util.concurrent.atomic.AtomicLong;

/// A bound on the memory that the transactions of all sessions may hold together: recipients and header sections.
///
/// A session that gets no more answers 452 to that command and goes on; nothing else is touched. Safe for use by
/// many threads.
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /// @param limit in bytes
    public MemoryBudget(long limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("a budget of " + limit);
        }
        this.limit = limit;
    }

    /// A bound that is never reached.
    public static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE / 2);
    }

    /// Takes some of it.
    ///
    /// @return false when there is not so much left; nothing was taken then
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /// Gives back what was taken.
    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    /// What is taken now, in bytes.
    public long used() {
        return used.get();
    }
}
