package org.postern.smtp;

import java.util.Optional;

/// The client side of one attempt of AUTH with one mechanism.
public interface ClientExchange {
    /// What a successful exchange came to.
    enum Result {
        /// Go on.
        AUTHENTICATED,
        /// Everything after the reply goes through the security layer that was agreed on.
        LAYERED,
        /// The server said yes without the proof that the mechanism demands of it.
        NOT_PROVED
    }

    /// The name for the AUTH command.
    String mechanism();

    /// What goes with the AUTH command, before base64; empty when the server speaks first.
    Optional<byte[]> initialResponse();

    /// The answer to a challenge; empty to give the attempt up.
    Optional<byte[]> respond(byte[] challenge);

    /// The server said neither yes nor no; the connection ends.
    void deferred();

    /// The server said 235.
    Result succeeded();
}
