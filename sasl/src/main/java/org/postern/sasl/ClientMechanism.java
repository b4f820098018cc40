package org.postern.sasl;

import java.util.Optional;

/// The client's side of one attempt.
public interface ClientMechanism {
    /// The name for the AUTH command.
    String name();

    /// What to send with the AUTH command; empty when the server speaks first, present with no bytes for `=`.
    /// Called once, first.
    Optional<byte[]> initialResponse();

    /// The answer to a `334`.
    ClientAnswer respond(byte[] challenge);

    /// What to think of the server's `235`: it may come too early for a mechanism in which the server proves
    /// itself.
    ClientVerdict succeeded();

    /// The layer that takes effect after the `235` line.
    default SecurityLayer layer() {
        return SecurityLayer.NONE;
    }

    /// Bits of the layer, for `{auth_ssf}` and the log: 0 none, 1 integrity only.
    default int strength() {
        return 0;
    }
}
