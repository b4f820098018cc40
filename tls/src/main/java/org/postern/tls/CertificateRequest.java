package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;

/// A request for a certificate (PKCS#10, RFC 2986) that has been read and whose signature fits its key.
///
/// @param subject the encoded name that it asks for
/// @param key the key that it asks for
/// @param hostNames the DNS names that it asks for, only those that a host can have
@SuppressWarnings("ArrayRecordComponent") // never compared
record CertificateRequest(byte[] subject, PublicKey key, List<String> hostNames) {
    private static final Map<String, String> SIGNATURES = Map.of(
            "1.2.840.113549.1.1.11", "SHA256withRSA",
            "1.2.840.113549.1.1.12", "SHA384withRSA",
            "1.2.840.113549.1.1.13", "SHA512withRSA",
            "1.2.840.10045.4.3.2", "SHA256withECDSA",
            "1.2.840.10045.4.3.3", "SHA384withECDSA",
            "1.2.840.10045.4.3.4", "SHA512withECDSA",
            "1.3.101.112", "Ed25519");
    private static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final int ATTRIBUTES = 0xa0;
    private static final int DNS_NAME = 0x82;

    static CertificateRequest of(byte[] der) throws GeneralSecurityException {
        try {
            return read(der);
        } catch (DerReader.DerException broken) {
            throw new CertificateException("a request that cannot be read", broken);
        }
    }

    private static CertificateRequest read(byte[] der) throws DerReader.DerException, GeneralSecurityException {
        DerReader whole = new DerReader(der).next(DerReader.SEQUENCE);
        byte[] body = whole.whole();
        String algorithm = SIGNATURES.getOrDefault(
                whole.next(DerReader.SEQUENCE).next(DerReader.OBJECT_IDENTIFIER).objectIdentifier(), "");
        byte[] signed = whole.next(DerReader.BIT_STRING).rest();
        DerReader fields = new DerReader(body).next(DerReader.SEQUENCE);
        DerReader _ = fields.next(DerReader.INTEGER);
        byte[] subject = fields.whole();
        PublicKey key = key(fields.whole());
        List<String> names = new ArrayList<>();
        if (fields.tag() == ATTRIBUTES) {
            readNames(fields.next(), names);
        }
        if (algorithm.isEmpty() || signed.length < 2) {
            throw new SignatureException("the request is signed in a way that is not known");
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(key);
        signature.update(body);
        if (!signature.verify(signed, 1, signed.length - 1)) {
            throw new SignatureException("the request is not signed with its key");
        }
        return new CertificateRequest(subject, key, names);
    }

    private static PublicKey key(byte[] info) throws GeneralSecurityException {
        for (String kind : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(info));
            } catch (InvalidKeySpecException _) {
                // another kind
            }
        }
        throw new InvalidKeySpecException("the request has a key of an unknown kind");
    }

    private static void readNames(DerReader attributes, List<String> names) throws DerReader.DerException {
        while (attributes.hasMore()) {
            DerReader attribute = attributes.next(DerReader.SEQUENCE);
            String type = attribute.next(DerReader.OBJECT_IDENTIFIER).objectIdentifier();
            if (!type.equals(EXTENSION_REQUEST)) {
                continue;
            }
            DerReader extensions = attribute.next(DerReader.SET).next(DerReader.SEQUENCE);
            while (extensions.hasMore()) {
                readExtension(extensions.next(DerReader.SEQUENCE), names);
            }
        }
    }

    private static void readExtension(DerReader extension, List<String> names) throws DerReader.DerException {
        String type = extension.next(DerReader.OBJECT_IDENTIFIER).objectIdentifier();
        if (extension.tag() == DerReader.BOOLEAN) {
            DerReader _ = extension.next();
        }
        if (!type.equals(ALTERNATIVE_NAMES)) {
            return;
        }
        DerReader all = extension.next(DerReader.OCTET_STRING).next(DerReader.SEQUENCE);
        while (all.hasMore()) {
            boolean isName = all.tag() == DNS_NAME;
            String name = Ascii.text(all.next().rest());
            Optional<String> complaint = CertificateSubject.complaint(name);
            if (isName && complaint.isEmpty()) {
                names.add(name);
            }
        }
    }
}
