package org.postern.sasl;

import java.util.List;

/// What the configuration demands of mechanisms (sendmail op guide §5.6, `AuthMechanisms`, `AuthOptions`,
/// `AuthMaxBits`).
///
/// @param mechanisms `AuthMechanisms`, in the order in which they are offered
/// @param options `AuthOptions`
/// @param maxBits `AuthMaxBits`: the strongest security layer that is negotiated, what TLS gives already
///     included
public record SaslPolicy(List<String> mechanisms, AuthOptions options, int maxBits) {
    public SaslPolicy {
        mechanisms = List.copyOf(mechanisms);
    }

    /// True when `AuthOptions` permits the mechanism on this connection of a server.
    boolean permits(MechanismName name, SaslFacts facts) {
        return options.permits(name, facts.encrypted());
    }

    /// True when a client may try the mechanism: of the letters of `AuthOptions` only `p` counts here. The others say
    /// what this host offers, and the real program asks none of them as a client.
    boolean permitsAsClient(MechanismName name, SaslFacts facts) {
        return !options.noPlain() || facts.encrypted() || name.has(MechanismName.Property.NO_PLAIN);
    }

    /// The strongest layer that may be negotiated on this connection, in bits.
    int layerLimit(SaslFacts facts) {
        return Math.max(0, maxBits - facts.externalStrength());
    }
}
