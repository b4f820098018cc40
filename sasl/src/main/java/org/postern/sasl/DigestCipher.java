package org.postern.sasl;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The ciphers of DIGEST-MD5 (RFC 2831 §2.1.1), in the order in which Cyrus names them. All are broken or weak by
/// today's measure: TLS is what protects a session; these are here because peers use them.
enum DigestCipher {
    RC4_40("rc4-40", 40, 5),
    RC4_56("rc4-56", 56, 7),
    RC4("rc4", 128, 16),
    DES("des", 56, 16),
    TRIPLE_DES("3des", 112, 16);

    private final String text;
    private final int strength;
    private final int hashBytes;

    DigestCipher(String text, int strength, int hashBytes) {
        this.text = text;
        this.strength = strength;
        this.hashBytes = hashBytes;
    }

    String text() {
        return text;
    }

    /// Bits, as Cyrus counts them.
    int strength() {
        return strength;
    }

    /// How many bytes of H(A1) go into the key (RFC 2831 §2.4).
    int hashBytes() {
        return hashBytes;
    }

    /// What lengths are padded to.
    int block() {
        return this == DES || this == TRIPLE_DES ? 8 : 1;
    }

    static Optional<DigestCipher> of(String text) {
        return Arrays.stream(values())
                .filter(cipher -> cipher.text.equals(text))
                .findFirst();
    }

    /// A cipher whose state goes on from packet to packet.
    ///
    /// @param key the sixteen bytes of Kcc or Kcs
    @SuppressWarnings("InsecureCryptoUsage") // what RFC 2831 has
    Cipher start(int mode, byte[] key) {
        try {
            return switch (this) {
                case RC4_40, RC4_56, RC4 -> {
                    Cipher cipher = Cipher.getInstance("ARCFOUR");
                    cipher.init(mode, new SecretKeySpec(key, "ARCFOUR"));
                    yield cipher;
                }
                case DES -> {
                    Cipher cipher = Cipher.getInstance("DES/CBC/NoPadding");
                    cipher.init(mode, new SecretKeySpec(desKey(key, 0), "DES"), new IvParameterSpec(key, 8, 8));
                    yield cipher;
                }
                case TRIPLE_DES -> {
                    byte[] first = desKey(key, 0);
                    byte[] all = Arrays.copyOf(first, 24);
                    System.arraycopy(desKey(key, 7), 0, all, 8, 8);
                    System.arraycopy(first, 0, all, 16, 8);
                    Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding");
                    cipher.init(mode, new SecretKeySpec(all, "DESede"), new IvParameterSpec(key, 8, 8));
                    yield cipher;
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Seven bytes spread over eight, seven bits in each, the lowest bit free for the parity that nobody looks at.
    private static byte[] desKey(byte[] from, int offset) {
        byte[] out = new byte[8];
        long bits = 0;
        for (int i = 0; i < 7; i++) {
            bits = bits << 8 | (from[offset + i] & 0xff);
        }
        for (int i = 7; i >= 0; i--) {
            out[i] = (byte) (bits << 1);
            bits >>>= 7;
        }
        return out;
    }
}
