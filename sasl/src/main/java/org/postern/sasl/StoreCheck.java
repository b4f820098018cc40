package org.postern.sasl;

import java.util.Map;

/// Judges a password by a [SecretStore]: the method `auxprop`.
///
/// A user who is not there costs the same work as one who is.
public final class StoreCheck implements PasswordCheck {
    private static final FailureKind WRONG = FailureKind.WRONG;

    private final SecretStore store;
    private final ScramFakes fakes;

    /// @param fakes the keys to compare with when there is no such user
    public StoreCheck(SecretStore store, ScramFakes fakes) {
        this.store = store;
        this.fakes = fakes;
    }

    @Override
    public PasswordVerdict check(UserName user, Secret password, SaslFacts facts) {
        // made for everybody, so that the work does not tell who has what
        ScramKeys fake = fakes.keys(ScramHash.SHA_256, user);
        return switch (store.find(user)) {
            case SecretAnswer.TemporaryFailure(String why) -> new PasswordVerdict.Refused(FailureKind.TEMPORARY, why);
            case SecretAnswer.NotFound _ -> {
                fake.fits(ScramHash.SHA_256, password);
                yield new PasswordVerdict.Refused(FailureKind.NO_USER, "Password verification failed");
            }
            case SecretAnswer.Found(StoredSecrets secrets) -> compare(fake, secrets, password);
        };
    }

    private static PasswordVerdict compare(ScramKeys fake, StoredSecrets secrets, Secret password) {
        boolean right;
        if (secrets.plain().isPresent()) {
            // the same derivation as for a user with keys only
            fake.fits(ScramHash.SHA_256, password);
            right = secrets.plain().get().equals(password);
        } else if (!secrets.scram().isEmpty()) {
            Map.Entry<ScramHash, ScramKeys> entry = strongest(secrets.scram());
            right = entry.getValue().fits(entry.getKey(), password);
        } else {
            return new PasswordVerdict.Refused(FailureKind.NO_VERIFIER, "no secret for a plain password");
        }
        return right ? new PasswordVerdict.Right() : new PasswordVerdict.Refused(WRONG, "Password verification failed");
    }

    private static Map.Entry<ScramHash, ScramKeys> strongest(Map<ScramHash, ScramKeys> keys) {
        ScramHash hash = keys.containsKey(ScramHash.SHA_256) ? ScramHash.SHA_256 : ScramHash.SHA_1;
        ScramKeys found = keys.get(hash);
        if (found == null) {
            throw new IllegalStateException("no keys");
        }
        return Map.entry(hash, found);
    }
}
