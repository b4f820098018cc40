package org.postern.sasl;

import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is kept of one user's password: itself, or only salted keys of it.
///
/// @param plain the password in clear text, which CRAM-MD5 and DIGEST-MD5 need
/// @param scram the salted keys, which serve SCRAM and plain passwords
public record StoredSecrets(Optional<Secret> plain, Map<ScramHash, ScramKeys> scram) {
    public StoredSecrets {
        scram = Map.copyOf(scram);
    }

    /// The password itself only.
    public static StoredSecrets ofPlain(Secret password) {
        return new StoredSecrets(Optional.of(password), Map.of());
    }

    /// Salted keys for both hashes, and the password itself only when asked for.
    ///
    /// @param withPlain true when a mechanism needs the password itself
    public static StoredSecrets derive(Secret password, boolean withPlain, SecureRandom random) {
        Map<ScramHash, ScramKeys> keys = new EnumMap<>(ScramHash.class);
        for (ScramHash hash : ScramHash.values()) {
            byte[] salt = new byte[16];
            random.nextBytes(salt);
            keys.put(hash, ScramKeys.derive(hash, password, salt, ScramKeys.ITERATIONS));
        }
        return new StoredSecrets(withPlain ? Optional.of(password) : Optional.empty(), keys);
    }

    StoredSecrets withPlain(Secret password) {
        return new StoredSecrets(Optional.of(password), scram);
    }

    StoredSecrets withKeys(ScramHash hash, ScramKeys keys) {
        Map<ScramHash, ScramKeys> all = new HashMap<>(scram);
        all.put(hash, keys);
        return new StoredSecrets(plain, all);
    }
}
