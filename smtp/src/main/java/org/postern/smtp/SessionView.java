package org.postern.smtp;

import java.util.Optional;
import org.postern.base.PeerText;

/// What a policy may know of the session.
///
/// @param client who is connected
/// @param heloName the argument of the last good HELO, EHLO or LHLO
/// @param esmtp the client said EHLO or LHLO
/// @param features what the session offers
/// @param transaction the transaction under way
public record SessionView(
        ClientIdentity client,
        Optional<PeerText> heloName,
        boolean esmtp,
        SessionFeatures features,
        Optional<Transaction> transaction) {
    /// The word after `with` in the Received field and `proto=` in the log, without TLS and AUTH letters.
    public String protocol() {
        if (transaction.map(open -> open.parameters().international()).orElse(false)) {
            return "UTF8SMTP";
        }
        return esmtp ? "ESMTP" : "SMTP";
    }
}
