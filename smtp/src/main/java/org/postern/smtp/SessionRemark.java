package org.postern.smtp;

import org.postern.mail.DeliveryOutcome;

/// What happened on a client's connection that a report about the message should tell, in its order: the
/// "transcript of session" of sendmail's bounces.
///
/// Texts are as the peer sent them, one `char` per byte; whoever shows them makes them safe.
public sealed interface SessionRemark {
    /// The command whose answer follows.
    record Sent(String command) implements SessionRemark {}

    /// One line of an answer that refused something.
    record Received(String line) implements SessionRemark {}

    /// The connection ended or went wrong.
    ///
    /// @param words with code and enhanced status
    record Trouble(String words) implements SessionRemark {}

    /// What it meant for recipients.
    ///
    /// @param recipient an index into the message's recipients, or [#REST] for all without a result so far
    record Decided(int recipient, DeliveryOutcome outcome) implements SessionRemark {
        /// All recipients that had no result.
        public static final int REST = -1;
    }
}
