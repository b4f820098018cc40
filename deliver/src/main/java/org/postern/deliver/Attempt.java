package org.postern.deliver;

import java.util.List;
import org.postern.mail.DeliveryOutcome;

/// What one attempt did for recipients that share a line of the log.
///
/// @param addresses of one line, in its order
/// @param mailer the mailer's name, empty when no mailer was found
/// @param relay what stands behind `relay=`: host and address; empty for none
/// @param seconds how long it took (`xdelay`); [#NOT_TRIED] when it was decided without a try
/// @param outcome the same for all of them
record Attempt(List<ExpandedAddress> addresses, String mailer, String relay, long seconds, DeliveryOutcome outcome) {
    /// No delivery was tried.
    static final long NOT_TRIED = -1;

    Attempt {
        addresses = List.copyOf(addresses);
    }

    static Attempt of(List<ExpansionResult.Target> targets, String relay, long seconds, DeliveryOutcome outcome) {
        return new Attempt(
                targets.stream().map(ExpansionResult.Target::address).toList(),
                targets.getFirst().route().mailer().name(),
                relay,
                seconds,
                outcome);
    }
}
