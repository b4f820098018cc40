package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// Private keys in the forms that files have them in.
final class PrivateKeys {
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519", "Ed448", "RSASSA-PSS");
    private static final int PARAMETERS = 0xa0;

    private PrivateKeys() {}

    /// The complaint about a key that has a password; sendmail cannot ask for one.
    static InvalidKeySpecException encrypted() {
        return new InvalidKeySpecException("it is encrypted; keys of a mail server have no password");
    }

    /// PKCS#8 (RFC 5208).
    static PrivateKey fromPkcs8(byte[] content) throws GeneralSecurityException {
        InvalidKeySpecException last = new InvalidKeySpecException("no known kind of key");
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(content));
            } catch (InvalidKeySpecException other) {
                last = new InvalidKeySpecException("no known kind of key");
            }
        }
        throw last;
    }

    /// PKCS#1 (RFC 8017 appendix A.1.2): an RSA key without a word about what it is.
    static PrivateKey fromPkcs1(byte[] content) throws GeneralSecurityException {
        byte[] algorithm = DerWriter.sequence(
                DerWriter.objectIdentifier("1.2.840.113549.1.1.1"), DerWriter.value(DerReader.NULL, new byte[0]));
        return fromPkcs8(wrapped(algorithm, content));
    }

    /// SEC 1 (RFC 5915): the curve is in it, or in a block of its own before it.
    ///
    /// @param parameters the encoded curve of such a block, empty for none
    static PrivateKey fromSec1(byte[] content, byte[] parameters) throws GeneralSecurityException {
        byte[] curve = parameters;
        try {
            DerReader fields = new DerReader(content).next(DerReader.SEQUENCE);
            while (fields.hasMore()) {
                boolean found = fields.tag() == PARAMETERS;
                DerReader field = fields.next();
                if (found) {
                    curve = field.rest();
                }
            }
        } catch (DerReader.DerException broken) {
            throw new InvalidKeySpecException("it cannot be decoded");
        }
        if (curve.length == 0) {
            throw new InvalidKeySpecException("it does not name its curve");
        }
        byte[] algorithm = DerWriter.sequence(DerWriter.objectIdentifier("1.2.840.10045.2.1"), curve);
        return fromPkcs8(wrapped(algorithm, content));
    }

    private static byte[] wrapped(byte[] algorithm, byte[] content) {
        return DerWriter.sequence(DerWriter.integer(0), algorithm, DerWriter.value(DerReader.OCTET_STRING, content));
    }

    /// True when the private key belongs to the public one.
    static boolean fit(PrivateKey secret, PublicKey open) {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "RSASSA-PSS" -> "";
            default -> open.getAlgorithm();
        };
        if (algorithm.isEmpty()) {
            return secret.getAlgorithm().equals(open.getAlgorithm());
        }
        try {
            byte[] sample = new byte[32];
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }
}
