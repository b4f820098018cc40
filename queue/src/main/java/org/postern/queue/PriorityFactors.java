package org.postern.queue;

/// How the cost of a message is computed; a bigger number waits longer (sendmail op guide §5.6, options `y`, `z`,
/// `Z`).
///
/// @param recipient `RecipientFactor`, for each recipient
/// @param messageClass `ClassFactor`, times the class that the Precedence field gives
/// @param retry `RetryFactor`, for each attempt
public record PriorityFactors(long recipient, long messageClass, long retry) {
    /// sendmail's defaults.
    public static final PriorityFactors STANDARD = new PriorityFactors(30_000, 1800, 90_000);

    /// The priority of a new message.
    ///
    /// @param size of the message in bytes
    /// @param precedence its class, 0 when it has none
    /// @param recipients how many
    public long initial(long size, int precedence, int recipients) {
        return size - precedence * messageClass + recipients * recipient;
    }

    /// The priority after one more attempt.
    public long afterAttempt(long priority) {
        return priority + retry;
    }
}
