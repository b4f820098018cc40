package org.postern.deliver;

import java.util.List;
import org.postern.cf.Mailer;

/// One message for the recipients that share a mailer and a host.
///
/// @param message the message
/// @param mailer how
/// @param host the host of the triple; empty for mailers without one
/// @param targets for whom, at least one
record DeliveryJob(MessageContext message, Mailer mailer, String host, List<ExpansionResult.Target> targets) {
    DeliveryJob {
        targets = List.copyOf(targets);
    }

    /// The same for fewer recipients.
    DeliveryJob withTargets(List<ExpansionResult.Target> fewer) {
        return new DeliveryJob(message, mailer, host, fewer);
    }
}
