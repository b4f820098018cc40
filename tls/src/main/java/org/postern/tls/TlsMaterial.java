package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/// Everything that one side brings to a handshake.
///
/// @param announced the authorities whose names go with a request for a certificate
/// @param protocols the JDK's names; empty for its default
/// @param suites the JDK's names; empty for its default
/// @param serverChooses true when the server's order of suites counts
/// @param asksForCertificates false when a server asks clients for none
/// @param fingerprint the algorithm of the fingerprint as the JDK names it
/// @param fingerprintMacro `cert_md5` or `cert_fp`
record TlsMaterial(
        List<TlsKey> keys,
        List<X509Certificate> announced,
        ChainCheck check,
        List<String> protocols,
        List<String> suites,
        boolean serverChooses,
        boolean asksForCertificates,
        String fingerprint,
        String fingerprintMacro) {
    TlsMaterial {
        keys = List.copyOf(keys);
        announced = List.copyOf(announced);
        protocols = List.copyOf(protocols);
        suites = List.copyOf(suites);
    }

    SSLContext newContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new KeyChoice(keys)},
                    new TrustManager[] {new TakeAnyPeer(announced.toArray(X509Certificate[]::new))},
                    null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        if (!suites.isEmpty()) {
            parameters.setCipherSuites(suites.toArray(String[]::new));
        }
        parameters.setUseCipherSuitesOrder(serverChooses);
        return parameters;
    }

    List<String> describe() {
        return keys.stream()
                .map(key -> DistinguishedName.of(
                                key.certificate().getSubjectX500Principal().getEncoded())
                        .oneLine())
                .toList();
    }
}
