package org.postern.deliver;

import java.util.List;

/// Delivers one message to the recipients of one mailer and host: by SMTP, into mailboxes.
///
/// An agent decides for each recipient whether it is done, temporary or permanent; it never throws for what the other
/// side does.
interface DeliveryAgent {
    /// Tries to deliver.
    ///
    /// @param job what, how and for whom
    /// @return an attempt for each target of the job, every target in exactly one of them
    /// @throws InterruptedException when the delivery is to be given up; the caller counts every target as deferred
    List<Attempt> deliver(DeliveryJob job) throws InterruptedException;
}
