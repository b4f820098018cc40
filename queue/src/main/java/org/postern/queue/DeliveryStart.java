package org.postern.queue;

/// Who waits for the first delivery of a new message (`DeliveryMode`, sendmail op guide §5.6).
public enum DeliveryStart {
    /// Nobody: it begins when the mode of the message or of the queue says.
    USUAL,
    /// The client, whose message is delivered at once: `i`.
    AWAITED
}
