package org.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults of cryptography that Java had once and must not have again (CVE-2022-21449).
final class ProviderTest {
    private static final byte[] ZEROES = {0x30, 6, 2, 1, 0, 2, 1, 0};

    /// TLS-12: CVE-2022-21449.
    @ParameterizedTest
    @ValueSource(strings = {"SHA256withECDSA", "SHA384withECDSA", "SHA256withECDSAinP1363Format"})
    void aSignatureOfZeroesFitsNothing(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(pair.getPublic());
        signature.update("a handshake".getBytes(StandardCharsets.US_ASCII));
        byte[] forged = algorithm.endsWith("P1363Format") ? new byte[64] : ZEROES;
        assertThat(fits(signature, forged)).isFalse();
    }

    private static boolean fits(Signature signature, byte[] forged) {
        try {
            return signature.verify(forged);
        } catch (SignatureException _) {
            return false;
        }
    }
}
