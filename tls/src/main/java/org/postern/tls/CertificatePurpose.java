package org.postern.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a certificate may be used for (RFC 5280 §4.2.1.3, §4.2.1.9, §4.2.1.12), with OpenSSL's questions.
enum CertificatePurpose {
    /// Of a server, seen by a client.
    SERVER,
    /// Of a client, seen by a server.
    CLIENT,
    /// Of a client, seen by a server that takes certificates of servers too.
    CLIENT_OR_SERVER;

    private static final String OF_SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final String OF_CLIENTS = "1.3.6.1.5.5.7.3.2";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final int KEY_CERT_SIGN = 5;

    private List<String> uses() {
        return switch (this) {
            case SERVER -> List.of(OF_SERVERS);
            case CLIENT -> List.of(OF_CLIENTS);
            case CLIENT_OR_SERVER -> List.of(OF_CLIENTS, OF_SERVERS);
        };
    }

    private List<Integer> keyUsages() {
        return switch (this) {
            case CLIENT -> List.of(DIGITAL_SIGNATURE, KEY_AGREEMENT);
            case SERVER, CLIENT_OR_SERVER -> List.of(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_AGREEMENT);
        };
    }

    /// What is wrong with the extensions of a chain, in OpenSSL's words.
    ///
    /// @param chain from the peer's certificate to the root
    Optional<String> complaint(List<X509Certificate> chain) {
        int intermediates = 0;
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            if (i > 0 && !isAuthority(certificate)) {
                return Optional.of("invalid CA certificate");
            }
            if (!hasUse(certificate) || (i == 0 && !hasKeyUsage(certificate))) {
                return Optional.of("unsuitable certificate purpose");
            }
            if (i > 0 && certificate.getVersion() > 1 && certificate.getBasicConstraints() < intermediates) {
                return Optional.of("path length constraint exceeded");
            }
            if (i > 0 && !certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                intermediates++;
            }
        }
        return Optional.empty();
    }

    private boolean hasUse(X509Certificate certificate) {
        try {
            List<String> named = certificate.getExtendedKeyUsage();
            return named == null || named.stream().anyMatch(uses()::contains);
        } catch (CertificateParsingException _) {
            return false;
        }
    }

    private boolean hasKeyUsage(X509Certificate certificate) {
        boolean[] bits = certificate.getKeyUsage();
        if (bits == null) {
            return true;
        }
        for (int usage : keyUsages()) {
            if (usage < bits.length && bits[usage]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAuthority(X509Certificate certificate) {
        boolean old = certificate.getVersion() == 1
                && certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        return old || (maySign(certificate) && certificate.getBasicConstraints() >= 0);
    }

    /// False when the key usage leaves out the signing of certificates.
    static boolean maySign(X509Certificate certificate) {
        boolean[] bits = certificate.getKeyUsage();
        return bits == null || (bits.length > KEY_CERT_SIGN && bits[KEY_CERT_SIGN]);
    }
}
