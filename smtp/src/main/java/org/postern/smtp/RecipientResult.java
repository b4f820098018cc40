package org.postern.smtp;

import java.util.Optional;
import org.postern.mail.DeliveryOutcome;

/// What became of one recipient in one transaction.
///
/// @param recipient as in the message
/// @param outcome the result with sendmail's texts
/// @param mayTryNextHost another host of the same destination may be asked in the same run
/// @param answer the first line of the answer that a report shows, as it came; for success that to RCPT (RFC 3464
///     §2.3.6)
public record RecipientResult(
        OutgoingRecipient recipient, DeliveryOutcome outcome, boolean mayTryNextHost, Optional<String> answer) {}
