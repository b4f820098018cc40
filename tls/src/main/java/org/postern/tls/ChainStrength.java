package org.postern.tls;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Keys and digests must be worth 112 bits: OpenSSL's security level 2, which distributions have as their default.
final class ChainStrength {
    private static final int SHORTEST_RSA = 2048;
    private static final int SHORTEST_CURVE = 224;

    private ChainStrength() {}

    /// What is too weak in a chain, in OpenSSL's words.
    ///
    /// @param chain from the peer's certificate to the root, whose own signature nobody relies on
    static Optional<String> complaint(List<X509Certificate> chain) {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            if (isShort(certificate.getPublicKey())) {
                return Optional.of(i == 0 ? "EE certificate key too weak" : "CA certificate key too weak");
            }
            if (i < chain.size() - 1 && isWeakDigest(certificate.getSigAlgName())) {
                return Optional.of("CA signature digest algorithm too weak");
            }
        }
        return Optional.empty();
    }

    private static boolean isShort(PublicKey key) {
        return switch (key) {
            case RSAKey rsa -> rsa.getModulus().bitLength() < SHORTEST_RSA;
            case ECKey curve -> curve.getParams().getCurve().getField().getFieldSize() < SHORTEST_CURVE;
            default -> false;
        };
    }

    private static boolean isWeakDigest(String algorithm) {
        String name = algorithm.toUpperCase(Locale.ROOT);
        return name.startsWith("SHA1") || name.startsWith("MD");
    }
}
