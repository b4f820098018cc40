package org.postern.smtp;

import java.util.Optional;
import org.postern.base.PeerText;

/// What a policy may know of the session.
///
/// @param client who is connected
/// @param heloName the argument of the last good HELO, EHLO or LHLO
/// @param esmtp the client said EHLO or LHLO
/// @param features what the session offers
/// @param encrypted TLS is in use
/// @param authentication who the client has proved to be
/// @param transaction the transaction under way
public record SessionView(
        ClientIdentity client,
        Optional<PeerText> heloName,
        boolean esmtp,
        SessionFeatures features,
        boolean encrypted,
        Optional<AuthIdentity> authentication,
        Optional<Transaction> transaction) {
    /// The word after `with` in the Received field and `proto=` in the log (RFC 3848).
    public String protocol() {
        String letters = (encrypted ? "S" : "") + (authentication.isPresent() ? "A" : "");
        if (transaction.map(open -> open.parameters().international()).orElse(false)) {
            return "UTF8SMTP" + letters;
        }
        return esmtp ? "ESMTP" + letters : "SMTP";
    }
}
