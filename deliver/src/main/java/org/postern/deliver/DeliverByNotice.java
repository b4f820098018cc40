package org.postern.deliver;

import java.util.Optional;
import org.postern.mail.DeliverBy;

/// What the sender of a message with a delivery time is told when a host takes it (RFC 2852 §4.1.4): that the host does
/// not know the time, or that it was handed on, where he asked for a trace.
enum DeliverByNotice {
    NOTIFY("Deliver-by notify: relayed"),
    TRACE("Deliver-By trace: relayed");

    private final String words;

    DeliverByNotice(String words) {
        this.words = words;
    }

    /// The words in the transcript of a report.
    String words() {
        return words;
    }

    /// @param known the host has DELIVERBY
    static Optional<DeliverByNotice> of(Optional<DeliverBy> by, boolean known) {
        if (by.isEmpty()) {
            return Optional.empty();
        }
        if (known) {
            return by.get().trace() ? Optional.of(TRACE) : Optional.empty();
        }
        return Optional.of(NOTIFY);
    }
}
