package org.postern.tls;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/// The identifiers of keys in certificates (RFC 5280 §4.2.1.1, §4.2.1.2), which tell authorities of the same name
/// apart.
final class KeyIdentifiers {
    private static final String OF_SUBJECT = "2.5.29.14";
    private static final String OF_AUTHORITY = "2.5.29.35";
    private static final int IDENTIFIER = 0x80;

    private KeyIdentifiers() {}

    /// False when both say which key it is and it is not the same.
    static boolean fit(X509Certificate issuer, X509Certificate child) {
        Optional<byte[]> wanted = ofAuthority(child);
        Optional<byte[]> own = ofSubject(issuer);
        return wanted.isEmpty() || own.isEmpty() || Arrays.equals(wanted.get(), own.get());
    }

    private static Optional<byte[]> ofAuthority(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(OF_AUTHORITY);
        if (extension == null) {
            return Optional.empty();
        }
        try {
            DerReader fields =
                    new DerReader(extension).next(DerReader.OCTET_STRING).next(DerReader.SEQUENCE);
            return fields.tag() == IDENTIFIER ? Optional.of(fields.next().rest()) : Optional.empty();
        } catch (DerReader.DerException _) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> ofSubject(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(OF_SUBJECT);
        if (extension == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DerReader(extension)
                    .next(DerReader.OCTET_STRING)
                    .next(DerReader.OCTET_STRING)
                    .rest());
        } catch (DerReader.DerException _) {
            return Optional.empty();
        }
    }
}
