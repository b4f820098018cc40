package org.postern.smtp;

import java.util.Optional;

/// The server side of one attempt of AUTH with one mechanism; what it knows is never used for a second attempt.
///
/// The calls may block: passwords are looked up elsewhere.
public interface AuthExchange {
    /// The exchange begins.
    ///
    /// @param initialResponse what came with the command, decoded; empty when the command had none
    AuthAnswer begin(Optional<byte[]> initialResponse);

    /// The client has answered the last challenge.
    ///
    /// @param response decoded
    AuthAnswer respond(byte[] response);
}
