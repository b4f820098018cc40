package org.postern.deliver;

import java.util.Optional;
import org.postern.mail.DeliveryOutcome;

/// A recipient in a report.
///
/// @param address who
/// @param mailer the name of the mailer, empty for none
/// @param relay the host that said so, as in the log; empty for none
/// @param outcome what became of it
/// @param by what DELIVERBY wants to be told of a success
/// @param answer what the host or the program said
record ReportEntry(
        ExpandedAddress address,
        String mailer,
        String relay,
        DeliveryOutcome outcome,
        Optional<DeliverByNotice> by,
        Optional<ReportAnswer> answer) {
    ReportEntry withOutcome(DeliveryOutcome other) {
        return new ReportEntry(address, mailer, relay, other, by, answer);
    }
}
