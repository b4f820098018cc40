package org.postern.deliver;

import java.util.List;
import org.postern.base.Ascii;
import org.postern.cf.Mailer;

/// Which agent serves a mailer: connections for `[IPC]`, the helper for local mailboxes (flag `l`), for
/// programs and for files, and for everything that this version cannot do, an agent that defers.
final class MailerTable {
    private final DeliveryAgent network;
    private final DeliveryAgent local;
    private final DeliveryAgent members;

    MailerTable(DeliveryAgent network, DeliveryAgent local, DeliveryAgent members) {
        this.network = network;
        this.local = local;
        this.members = members;
    }

    /// The agent of a mailer.
    DeliveryAgent agentFor(Mailer mailer) {
        if (mailer.network()) {
            return network;
        }
        if (mailer.file()
                || Ascii.sameIgnoringCase(mailer.name(), "*file*")
                || Ascii.sameIgnoringCase(mailer.name(), "prog")) {
            return members;
        }
        if (Expansion.isProgram(mailer)) {
            return deferring("delivery by the program of mailer " + mailer.name());
        }
        return local;
    }

    private static DeliveryAgent deferring(String what) {
        return job -> List.of(Attempt.of(
                job.targets(),
                job.host(),
                0,
                DeliveryTexts.deferred(3, 3, what + " is not available in this version")));
    }
}
