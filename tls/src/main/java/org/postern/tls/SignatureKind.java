package org.postern.tls;

import java.security.InvalidKeyException;
import java.security.PrivateKey;

/// How a key signs certificates.
enum SignatureKind {
    ECDSA("SHA256withECDSA", "1.2.840.10045.4.3.2"),
    RSA("SHA256withRSA", "1.2.840.113549.1.1.11"),
    ED25519("Ed25519", "1.3.101.112");

    private final String javaName;
    private final String identifier;

    SignatureKind(String javaName, String identifier) {
        this.javaName = javaName;
        this.identifier = identifier;
    }

    static SignatureKind of(PrivateKey key) throws InvalidKeyException {
        return switch (key.getAlgorithm()) {
            case "EC" -> ECDSA;
            case "RSA" -> RSA;
            case "EdDSA", "Ed25519" -> ED25519;
            default -> throw new InvalidKeyException("a key that signs no certificates");
        };
    }

    String javaName() {
        return javaName;
    }

    byte[] encoded() {
        byte[] number = DerWriter.objectIdentifier(identifier);
        return this == RSA
                ? DerWriter.sequence(number, DerWriter.value(DerReader.NULL, new byte[0]))
                : DerWriter.sequence(number);
    }
}
