package org.postern.helperwire;

/// What a password is worth. Whoever sent it learns only whether it is right.
public enum PasswordState {
    /// It is that of the account.
    RIGHT,
    /// It is not.
    WRONG,
    /// There is no such account.
    UNKNOWN,
    /// The account must not be used: locked, expired, or root's.
    LOCKED,
    /// It is right no more: it has not been changed in time.
    EXPIRED
}
