package org.postern.deliver;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.sasl.AuthOptions;
import org.postern.sasl.ClientMechanisms;
import org.postern.sasl.SaslPolicy;
import org.postern.tls.TlsClientContext;

/// What deliveries protect themselves with at other hosts.
///
/// @param tls our certificates and whom we trust, as they are now; empty: STARTTLS is not used
/// @param mechanisms how to authenticate
/// @param usualMechanisms AuthMechanisms, for entries that name none
/// @param defaultInfo the file of DefaultAuthInfo
public record ClientProtection(
        Supplier<Optional<TlsClientContext>> tls,
        ClientMechanisms mechanisms,
        List<String> usualMechanisms,
        DefaultAuthInfo defaultInfo) {
    /// Neither STARTTLS nor AUTH.
    public static final ClientProtection NONE = new ClientProtection(
            Optional::empty,
            new ClientMechanisms(new SaslPolicy(List.of(), AuthOptions.NONE, 0), new SecureRandom()),
            List.of(),
            DefaultAuthInfo.NONE);

    public ClientProtection {
        usualMechanisms = List.copyOf(usualMechanisms);
    }

    /// True when this host has a certificate to show to servers.
    boolean hasCertificate() {
        return tls.get().filter(TlsClientContext::hasCertificate).isPresent();
    }
}
