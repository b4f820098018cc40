package org.postern.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The hash functions of SCRAM (RFC 5802, RFC 7677).
public enum ScramHash {
    SHA_1("SHA-1", "HmacSHA1", 20),
    SHA_256("SHA-256", "HmacSHA256", 32);

    private final String digest;
    private final String mac;
    private final int length;

    ScramHash(String digest, String mac, int length) {
        this.digest = digest;
        this.mac = mac;
        this.length = length;
    }

    /// `SHA-256`
    public String text() {
        return digest;
    }

    /// The number of bytes of a hash.
    int length() {
        return length;
    }

    byte[] hash(byte[] data) {
        try {
            return MessageDigest.getInstance(digest).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] mac(byte[] key, byte[] data) {
        try {
            Mac hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(key, mac));
            return hmac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `Hi` of RFC 5802 §2.2 over bytes. An empty password is a key of zero bytes, which HMAC pads to the same.
    byte[] salted(byte[] password, byte[] salt, int iterations) {
        try {
            Mac hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, mac));
            hmac.update(salt);
            byte[] round = hmac.doFinal(new byte[] {0, 0, 0, 1});
            byte[] result = round.clone();
            for (int i = 1; i < iterations; i++) {
                round = hmac.doFinal(round);
                for (int j = 0; j < result.length; j++) {
                    result[j] ^= round[j];
                }
            }
            return result;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
