package org.postern.maps;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Which certificates of directory servers are believed: those that an authority in one file has signed.
///
/// @param authorities certificates in PEM form
public record LdapTrust(Path authorities) {
    private static final List<Path> CLIENT_SETTINGS =
            List.of(Path.of("/etc/ldap/ldap.conf"), Path.of("/etc/openldap/ldap.conf"));

    private static final Path USUAL = Path.of("/etc/ssl/certs/ca-certificates.crt");

    /// What the LDAP clients of this host use: `TLS_CACERT` of ldap.conf(5), else the authorities of the system.
    public static LdapTrust ofThisHost() {
        for (Path settings : CLIENT_SETTINGS) {
            try {
                for (String line : Files.readAllLines(settings, StandardCharsets.ISO_8859_1)) {
                    String[] words = line.strip().split("\\s+", 2);
                    if (words.length == 2 && words[0].equalsIgnoreCase("TLS_CACERT")) {
                        return new LdapTrust(Path.of(words[1].strip()));
                    }
                }
            } catch (IOException missing) {
                // the next one
            }
        }
        return new LdapTrust(USUAL);
    }

    /// A context for connections to directory servers.
    ///
    /// @throws GeneralSecurityException when the file is no list of certificates
    SSLContext context() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authorities)) {
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority" + number++, certificate);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
