package org.postern.sasl;

import java.util.Optional;

/// The server's side of one attempt to authenticate: made for one AUTH command, dropped with it (attacks.md
/// AUTH-02).
///
/// Both methods may block while a password service answers. After a [ServerStep.Success] or [ServerStep.Failure]
/// the object is of no more use.
public interface ServerMechanism {
    /// Begins. An initial response to a mechanism in which the server speaks first is a failure.
    ///
    /// @param initialResponse what came with the AUTH command; present and empty for `=` (RFC 4954 §4)
    ServerStep begin(Optional<byte[]> initialResponse);

    /// The peer's answer to the last challenge.
    ServerStep respond(byte[] response);
}
