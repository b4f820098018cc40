package org.postern.smtp;

/// The numbers that bound a session. 0 means no limit where that is said.
///
/// @param maxMessageSize option MaxMessageSize in bytes, 0 for none
/// @param maxHeaderBytes option MaxHeadersLength
/// @param maxRecipients option MaxRecipientsPerMessage, 0 for [#HARD_MAX_RECIPIENTS]
/// @param maxNoopCommands option MaxNOOPCommands: from this NOOP or VERB on each waits, 0 for never
/// @param maxBadCommands unknown commands before the session is closed
/// @param badRecipients what refused recipients lead to
/// @param cutNoisySessions close a session at twice a noise limit; sendmail does so when MaxDaemonChildren is set
/// @param deliverByMinimum option DeliverByMin in seconds; negative: DELIVERBY is not offered
public record SessionLimits(
        long maxMessageSize,
        int maxHeaderBytes,
        int maxRecipients,
        int maxNoopCommands,
        int maxBadCommands,
        BadRecipients badRecipients,
        boolean cutNoisySessions,
        long deliverByMinimum) {
    /// The most recipients of one transaction when the configuration gives no limit: what memory allows.
    public static final int HARD_MAX_RECIPIENTS = 50_000;

    /// sendmail's defaults.
    public static final SessionLimits DEFAULT =
            new SessionLimits(0, 32_768, 0, 20, 25, BadRecipients.UNLIMITED, false, 0);

    /// What refused recipients of one transaction lead to.
    ///
    /// @param throttle option BadRcptThrottle: from so many on each RCPT waits, 0 for never
    /// @param throttleMillis how long (option BadRcptThrottleDelay)
    /// @param shutdown option BadRcptShutdown: from so many on the session is closed, 0 for never
    /// @param shutdownPercent option BadRcptShutdownGood: and only when so many of a hundred recipients were
    ///     refused
    public record BadRecipients(int throttle, long throttleMillis, int shutdown, int shutdownPercent) {
        /// Nothing happens.
        public static final BadRecipients UNLIMITED = new BadRecipients(0, 1000, 0, 0);

        public BadRecipients {
            if (throttle < 0 || throttleMillis < 0 || shutdown < 0 || shutdownPercent < 0) {
                throw new IllegalArgumentException("negative limit");
            }
        }
    }

    public SessionLimits {
        if (maxMessageSize < 0 || maxHeaderBytes <= 0 || maxRecipients < 0 || maxNoopCommands < 0) {
            throw new IllegalArgumentException("negative limit");
        }
        if (maxBadCommands <= 0) {
            throw new IllegalArgumentException("negative limit");
        }
    }

    /// The limit that holds.
    int recipients() {
        return maxRecipients == 0 ? HARD_MAX_RECIPIENTS : maxRecipients;
    }

    /// The same with another MaxMessageSize.
    public SessionLimits withMaxMessageSize(long bytes) {
        return new SessionLimits(
                bytes,
                maxHeaderBytes,
                maxRecipients,
                maxNoopCommands,
                maxBadCommands,
                badRecipients,
                cutNoisySessions,
                deliverByMinimum);
    }
}
