package org.postern.smtp;

import org.postern.mail.DeliveryOutcome;

/// What became of one recipient in one transaction.
///
/// @param recipient as in the message
/// @param outcome the result with sendmail's texts
/// @param mayTryNextHost another host of the same destination may be asked in the same run
public record RecipientResult(OutgoingRecipient recipient, DeliveryOutcome outcome, boolean mayTryNextHost) {}
