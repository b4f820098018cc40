package org.postern.os;

import java.util.Optional;

/// What the account data base says: found, not there, or not known now (the name service does not answer).
///
/// The third must never be taken for the second: mail for an existing user would bounce.
public sealed interface AccountAnswer<T> {
    /// The entry.
    record Found<T>(T entry) implements AccountAnswer<T> {}

    /// There is no such name or number.
    record Absent<T>() implements AccountAnswer<T> {}

    /// Try again later.
    record Unavailable<T>(OsException cause) implements AccountAnswer<T> {}

    /// The entry, for callers to whom "absent" and "unavailable" are the same.
    default Optional<T> found() {
        return switch (this) {
            case Found<T>(T entry) -> Optional.of(entry);
            case Absent<T> _, Unavailable<T> _ -> Optional.empty();
        };
    }
}
