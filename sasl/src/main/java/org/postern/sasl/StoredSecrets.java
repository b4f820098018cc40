package org.postern.sasl;

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
}
