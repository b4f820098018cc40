package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/// A directory of certificates or revocation lists as OpenSSL looks them up: files named by a hash of the subject's or
/// issuer's name, `5f15c80c.0`, `5f15c80c.r0`, with counting numbers for names of the same hash (`openssl rehash`).
final class HashedDirectory {
    /// More names of one hash than anybody has.
    private static final int MAX_SAME = 16;

    private final String path;
    private final TlsFileSource files;

    /// @param path empty for no directory
    HashedDirectory(String path, TlsFileSource files) {
        this.path = path;
        this.files = files;
    }

    List<X509Certificate> certificates(X500Principal subject) {
        List<X509Certificate> found = new ArrayList<>();
        for (byte[] file : files(subject, ".")) {
            try {
                PemFile.of(file).certificates().stream()
                        .filter(certificate ->
                                certificate.getSubjectX500Principal().equals(subject))
                        .forEach(found::add);
            } catch (GeneralSecurityException _) {
                // OpenSSL passes over files that it cannot read, too
            }
        }
        return found;
    }

    List<X509CRL> revocationLists(X500Principal issuer) {
        List<X509CRL> found = new ArrayList<>();
        for (byte[] file : files(issuer, ".r")) {
            try {
                PemFile.of(file).revocationLists().stream()
                        .filter(list -> list.getIssuerX500Principal().equals(issuer))
                        .forEach(found::add);
            } catch (GeneralSecurityException _) {
                // as above
            }
        }
        return found;
    }

    private List<byte[]> files(X500Principal name, String ending) {
        List<byte[]> found = new ArrayList<>();
        if (path.isEmpty()) {
            return found;
        }
        String stem = path + "/" + hash(name) + ending;
        for (int i = 0; i < MAX_SAME; i++) {
            if (files.read(stem + i, TlsFileSource.Use.OF_DIRECTORY) instanceof TlsFile.Found(byte[] content)) {
                found.add(content);
            } else {
                break;
            }
        }
        return found;
    }

    /// OpenSSL's hash of a name: the first four bytes of the SHA-1 of its canonical form, last byte first.
    static String hash(X500Principal name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest(DistinguishedName.of(name.getEncoded()).canonical());
            StringBuilder text = new StringBuilder();
            for (int i = 3; i >= 0; i--) {
                text.append(Character.forDigit((digest[i] >> 4) & 15, 16))
                        .append(Character.forDigit(digest[i] & 15, 16));
            }
            return text.toString();
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
