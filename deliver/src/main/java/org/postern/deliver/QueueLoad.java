package org.postern.deliver;

import java.util.function.IntSupplier;
import org.postern.cf.CfOption;
import org.postern.cf.OptionValues;
import org.postern.os.LoadAverage;

/// Options QueueLA and QueueFactor: while the host is busy, messages that cost much stay in the queue (sendmail op
/// guide §2.3.1, §5.6).
///
/// @param from the load average from which on messages may wait; 0 for never
/// @param factor QueueFactor
/// @param load the load average now
public record QueueLoad(int from, long factor, IntSupplier load) {
    /// What a configuration says about this host.
    public static QueueLoad of(OptionValues options) {
        int from = Math.clamp(options.number(CfOption.QUEUE_LA), 0, Integer.MAX_VALUE);
        return new QueueLoad(from, options.number(CfOption.QUEUE_FACTOR), LoadAverage::lastMinute);
    }

    /// Never.
    static final QueueLoad NONE = new QueueLoad(0, 0, () -> 0);

    /// True when a message of this priority (the `P` of its queue file) is not delivered now.
    public boolean holds(long priority) {
        if (from <= 0) {
            return false;
        }
        int now = load.getAsInt();
        return now >= from && priority > factor / (now - from + 1);
    }
}
