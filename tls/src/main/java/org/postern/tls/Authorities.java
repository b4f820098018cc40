package org.postern.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/// The certificates that one side trusts: those of CACertFile, which are in memory, and those of CACertPath, which are
/// looked up by their names when they are needed.
final class Authorities {
    private final Map<X500Principal, List<X509Certificate>> bySubject = new LinkedHashMap<>();
    private final List<X509Certificate> ofFile;
    private final HashedDirectory directory;

    Authorities(List<X509Certificate> ofFile, HashedDirectory directory) {
        this.ofFile = List.copyOf(ofFile);
        this.directory = directory;
        for (X509Certificate certificate : ofFile) {
            bySubject
                    .computeIfAbsent(certificate.getSubjectX500Principal(), _ -> new ArrayList<>())
                    .add(certificate);
        }
    }

    /// Those whose names a server sends with its request for a certificate.
    List<X509Certificate> ofFile() {
        return ofFile;
    }

    /// All that have that name.
    List<X509Certificate> named(X500Principal subject) {
        List<X509Certificate> found = new ArrayList<>(bySubject.getOrDefault(subject, List.of()));
        found.addAll(directory.certificates(subject));
        return found;
    }

    boolean contains(X509Certificate certificate) {
        return named(certificate.getSubjectX500Principal()).contains(certificate);
    }
}
