package org.postern.deliver;

import java.util.List;
import org.postern.mail.DeliveryOutcome;

/// Where a message for one host may go.
sealed interface HopAnswer {
    /// Hosts in the order of trying.
    ///
    /// @param hops not empty
    /// @param signature equal for hosts that lead to the same hops with the same preferences, so that their
    ///     recipients can share a transaction (sendmail's MX signature)
    record Hops(List<Hop> hops, String signature) implements HopAnswer {
        public Hops {
            hops = List.copyOf(hops);
        }
    }

    /// There is no host to try.
    ///
    /// @param outcome deferred when the name service could not answer, failed when the domain takes no mail
    record Nowhere(DeliveryOutcome outcome) implements HopAnswer {}
}
