package org.postern.helperwire;

/// What a password is worth. Whoever sent it learns only whether it is right.
public enum PasswordState {
    /// It is that of the account.
    RIGHT(0),
    /// It is not.
    WRONG(1),
    /// There is no such account.
    UNKNOWN(2),
    /// The account must not be used: locked, expired, or root's.
    LOCKED(3),
    /// It is right no more: it has not been changed in time.
    EXPIRED(4);

    private final int code;

    PasswordState(int code) {
        this.code = code;
    }

    /// The state as one byte of a frame.
    int code() {
        return code;
    }

    /// @throws IllegalArgumentException for a byte that no state has
    static PasswordState ofCode(int code) {
        for (PasswordState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("password state " + code);
    }
}
