package org.postern.sasl;

import java.util.Arrays;

/// Keys for users who do not exist, the same ones each time somebody asks for the same name, so that neither the
/// steps nor the salt of an exchange tell whether there is such a user (attacks.md AUTH-04).
public final class ScramFakes {
    private static final int SALT = 16;

    private final Secret key;

    /// @param key random bytes that outlive a restart, so that the salts do not change when the daemon starts
    ///     again
    public ScramFakes(Secret key) {
        this.key = key;
    }

    /// Keys that no password fits.
    ScramKeys keys(ScramHash hash, UserName user) {
        byte[] salt = Arrays.copyOf(bytes("salt", user), SALT);
        byte[] stored = Arrays.copyOf(bytes("stored", user), hash.length());
        byte[] server = Arrays.copyOf(bytes("server", user), hash.length());
        return new ScramKeys(salt, ScramKeys.ITERATIONS, Secret.of(stored), Secret.of(server));
    }

    private byte[] bytes(String purpose, UserName user) {
        byte[] text = (purpose + '\0' + user.full()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return ScramHash.SHA_256.mac(key.bytes(), text);
    }
}
