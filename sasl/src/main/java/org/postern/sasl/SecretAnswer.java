package org.postern.sasl;

/// What a [SecretStore] says.
public sealed interface SecretAnswer {
    /// The user has secrets.
    record Found(StoredSecrets secrets) implements SecretAnswer {}

    /// Nobody of that name.
    record NotFound() implements SecretAnswer {}

    /// The store cannot be read now.
    ///
    /// @param why for the log
    record TemporaryFailure(String why) implements SecretAnswer {}
}
