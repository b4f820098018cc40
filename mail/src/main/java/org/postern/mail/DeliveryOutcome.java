package org.postern.mail;

import java.util.Optional;

/// What one attempt did for one recipient. Temporary or permanent is decided where the cause is known.
///
/// Texts come from peers or programs and are safe for a log and for a report: no control characters.
public sealed interface DeliveryOutcome {
    /// The enhanced status for logs and reports.
    EnhancedStatus status();

    /// The words after `stat=` in the log.
    String statusText();

    /// The last reply of the next hop, when there was one.
    Optional<String> remoteReply();

    /// In its final place: a mailbox, a file, a program.
    record Delivered(EnhancedStatus status, String statusText, Optional<String> remoteReply)
            implements DeliveryOutcome {}

    /// The next hop has taken the responsibility.
    ///
    /// @param dsnCapable true when the next hop will report success itself (RFC 3461 §5.2)
    record Relayed(EnhancedStatus status, String statusText, Optional<String> remoteReply, boolean dsnCapable)
            implements DeliveryOutcome {}

    /// To be tried again.
    record Deferred(EnhancedStatus status, String statusText, Optional<String> remoteReply)
            implements DeliveryOutcome {}

    /// Never to be tried again.
    record Failed(EnhancedStatus status, String statusText, Optional<String> remoteReply) implements DeliveryOutcome {}
}
