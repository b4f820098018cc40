package org.postern.sasl;

import java.util.Optional;

/// The keys to go on with for a user in SCRAM, real or made up.
///
/// @param problem why it cannot end well
record ScramUser(ScramKeys keys, Optional<FailureKind> problem) {
    /// Looks a user up. Whoever it is, one derivation is made, so that the time is the same for a user with a plain
    /// secret, with keys, and without anything.
    static ScramUser find(ScramHash hash, ServerBackends backends, UserName user) {
        ScramKeys fake = backends.fakes().keys(hash, user);
        SecretAnswer answer = backends.store().find(user);
        Secret plain = answer instanceof SecretAnswer.Found(StoredSecrets secrets)
                ? secrets.plain().orElse(fake.storedKey())
                : fake.storedKey();
        ScramKeys derived = ScramKeys.derive(hash, plain, fake.salt(), fake.iterations());
        return switch (answer) {
            case SecretAnswer.NotFound _ -> new ScramUser(fake, Optional.of(FailureKind.NO_USER));
            case SecretAnswer.TemporaryFailure _ -> new ScramUser(fake, Optional.of(FailureKind.TEMPORARY));
            case SecretAnswer.Found(StoredSecrets secrets) -> {
                Optional<ScramKeys> stored = Optional.ofNullable(secrets.scram().get(hash));
                if (stored.isPresent()) {
                    yield new ScramUser(stored.get(), Optional.empty());
                }
                yield secrets.plain().isPresent()
                        ? new ScramUser(derived, Optional.empty())
                        : new ScramUser(fake, Optional.of(FailureKind.NO_VERIFIER));
            }
        };
    }
}
