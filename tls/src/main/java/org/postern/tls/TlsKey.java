package org.postern.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A private key and its certificate, followed by those that lead to a root.
record TlsKey(PrivateKey key, List<X509Certificate> chain) {
    TlsKey {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without certificate");
        }
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /// Never shows the key.
    @Override
    public String toString() {
        return "TlsKey[" + certificate().getSubjectX500Principal() + "]";
    }
}
