package org.postern.sasl;

/// What a [PasswordCheck] says.
public sealed interface PasswordVerdict {
    /// The password is right.
    record Right() implements PasswordVerdict {}

    /// It is not.
    ///
    /// @param kind for the log; the peer sees no difference
    /// @param detail for the log
    record Refused(FailureKind kind, String detail) implements PasswordVerdict {}
}
