package org.postern.sasl;

import java.util.Optional;
import org.postern.base.ChannelBinding;

/// What a mechanism may know of the connection.
///
/// @param service `smtp`
/// @param hostName the server's name; for a client the name of the host that it talks to, as sendmail gives it
///     to SASL
/// @param realm `AuthRealm`, or the host name; the realm of users that name none
/// @param encrypted true behind STARTTLS
/// @param externalStrength bits of the TLS cipher, 0 without TLS
/// @param externalIdentity `{cert_subject}` when `{verify}` is OK; for a client: that it sent a certificate
/// @param binding the channel binding of the TLS connection
public record SaslFacts(
        String service,
        String hostName,
        String realm,
        boolean encrypted,
        int externalStrength,
        Optional<String> externalIdentity,
        Optional<ChannelBinding> binding) {
    /// A connection without TLS.
    public static SaslFacts plain(String hostName, String realm) {
        return new SaslFacts("smtp", hostName, realm, false, 0, Optional.empty(), Optional.empty());
    }
}
