package org.postern.queue;

/// How safe a message is when the client gets its answer (`SuperSafe`, sendmail op guide §5.6).
///
/// `PostMilter` is [#DURABLE] here: nothing of a message is written before the filters have seen all of it.
public enum QueueSafety {
    /// On the disk: a power failure does not lose it.
    DURABLE,
    /// On the disk or delivered: with [DeliveryStart#AWAITED] nothing is forced to the disk for a message
    /// that is delivered at once; what remains after the attempt is on the disk when the client gets its
    /// answer.
    INTERACTIVE,
    /// Written: it survives the end of this process, but not a power failure in the next moments.
    WRITTEN;

    /// What a value of the option means: its first letter counts, as in sendmail; an unknown one is the safe
    /// way.
    public static QueueSafety of(String value) {
        return switch (value.isEmpty() ? 't' : Character.toLowerCase(value.charAt(0))) {
            case 'i' -> INTERACTIVE;
            case 'f', 'n', '0' -> WRITTEN;
            default -> DURABLE;
        };
    }

    /// True when a commit has to wait for the disk.
    boolean syncs(DeliveryStart delivery) {
        return switch (this) {
            case DURABLE -> true;
            case INTERACTIVE -> delivery != DeliveryStart.AWAITED;
            case WRITTEN -> false;
        };
    }
}
