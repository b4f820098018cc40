package org.postern.tls;

import java.util.Optional;

/// What a client wants of one session.
///
/// @param serverName the name that is sent as the server name indication; sendmail sends none without DANE or MTA-STS
public record ClientWish(Optional<String> serverName) {
    /// As sendmail by default.
    public static final ClientWish PLAIN = new ClientWish(Optional.empty());
}
