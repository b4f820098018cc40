package org.postern.deliver;

import java.util.function.IntSupplier;

/// Options QueueLA and QueueFactor: while the host is busy, messages that cost much stay in the queue (sendmail op
/// guide §2.3.1, §5.6).
///
/// @param from the load average from which on messages may wait; 0 for never
/// @param factor QueueFactor
/// @param load the load average now
record QueueLoad(int from, long factor, IntSupplier load) {
    /// Never.
    static final QueueLoad NONE = new QueueLoad(0, 0, () -> 0);

    /// True when a message of this priority (the `P` of its queue file) is not delivered now.
    boolean holds(long priority) {
        if (from <= 0) {
            return false;
        }
        int now = load.getAsInt();
        return now >= from && priority > factor / (now - from + 1);
    }
}
