package org.postern.sasl;

import java.util.Optional;

/// The plain secret of a user for CRAM-MD5 and DIGEST-MD5. When there is none, a made-up one takes its place,
/// so that the exchange goes on with the same steps and the same work, and `problem` is what it ends with.
///
/// @param secret the real or a made-up secret
/// @param problem why it cannot end well
record PlainSecretLookup(Secret secret, Optional<FailureKind> problem) {
    static PlainSecretLookup of(ServerBackends backends, UserName user) {
        Secret fake = backends.fakes().keys(ScramHash.SHA_256, user).storedKey();
        return switch (backends.store().find(user)) {
            case SecretAnswer.Found(StoredSecrets secrets) ->
                secrets.plain()
                        .map(plain -> new PlainSecretLookup(plain, Optional.empty()))
                        .orElseGet(() -> new PlainSecretLookup(fake, Optional.of(FailureKind.NO_VERIFIER)));
            case SecretAnswer.NotFound _ -> new PlainSecretLookup(fake, Optional.of(FailureKind.NO_USER));
            case SecretAnswer.TemporaryFailure _ -> new PlainSecretLookup(fake, Optional.of(FailureKind.TEMPORARY));
        };
    }
}
