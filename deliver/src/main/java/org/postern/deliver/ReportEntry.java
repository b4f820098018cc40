package org.postern.deliver;

import org.postern.mail.DeliveryOutcome;

/// A recipient in a report.
///
/// @param address who
/// @param relay the host that said so, as in the log; empty for none
/// @param outcome what became of it
record ReportEntry(ExpandedAddress address, String relay, DeliveryOutcome outcome) {
    ReportEntry withOutcome(DeliveryOutcome other) {
        return new ReportEntry(address, relay, other);
    }
}
