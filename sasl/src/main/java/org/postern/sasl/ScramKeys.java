package org.postern.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/// The salted keys of a password (RFC 5802 §3): enough to check a proof, not enough to make one.
public final class ScramKeys {
    /// How often the hash is repeated for a new password (RFC 7677 §4 asks for 4096 at least).
    public static final int ITERATIONS = 4096;

    private final byte[] salt;
    private final int iterations;
    private final Secret storedKey;
    private final Secret serverKey;

    /// @param iterations how often the hash was repeated
    public ScramKeys(byte[] salt, int iterations, Secret storedKey, Secret serverKey) {
        this.salt = salt.clone();
        this.iterations = iterations;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /// Derives the keys from a password, after SASLprep.
    public static ScramKeys derive(ScramHash hash, Secret password, byte[] salt, int iterations) {
        byte[] salted = hash.salted(SaslPrep.password(password).bytes(), salt, iterations);
        byte[] clientKey = hash.mac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] serverKey = hash.mac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
        return new ScramKeys(salt, iterations, Secret.of(hash.hash(clientKey)), Secret.of(serverKey));
    }

    /// True when the keys are those of this password.
    boolean fits(ScramHash hash, Secret password) {
        return derive(hash, password, salt, iterations).storedKey.equals(storedKey);
    }

    /// True when a proof for `authMessage` comes from somebody who knows the password (RFC 5802 §3).
    boolean proves(ScramHash hash, byte[] proof, byte[] authMessage) {
        if (proof.length != hash.length()) {
            return false;
        }
        byte[] stored = storedKey.bytes();
        byte[] clientKey = hash.mac(stored, authMessage);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= proof[i];
        }
        return MessageDigest.isEqual(hash.hash(clientKey), stored);
    }

    /// The salt.
    public byte[] salt() {
        return salt.clone();
    }

    /// How often the hash was repeated.
    public int iterations() {
        return iterations;
    }

    /// `StoredKey`: checks what a client proves.
    public Secret storedKey() {
        return storedKey;
    }

    /// `ServerKey`: proves the server.
    public Secret serverKey() {
        return serverKey;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramKeys that
                && Arrays.equals(salt, that.salt)
                && iterations == that.iterations
                && storedKey.equals(that.storedKey)
                && serverKey.equals(that.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    @Override
    public String toString() {
        return "ScramKeys[iterations=" + iterations + "]";
    }
}
