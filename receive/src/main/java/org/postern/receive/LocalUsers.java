package org.postern.receive;

import java.util.List;
import java.util.Optional;

/// Who has a mailbox or an alias on this host, as RCPT, VRFY and EXPN ask for it.
///
/// Implementations bound their own time and are safe for use by many sessions at once.
public interface LocalUsers {
    /// The outcome of a question; a broken source is never mistaken for an unknown user.
    enum Presence {
        PRESENT,
        ABSENT,
        /// Nobody knows now.
        UNKNOWN
    }

    /// Whether an alias stands for this name.
    ///
    /// @param user the user part after the rule sets, without quotes
    Presence alias(String user);

    /// Whether a user of this name has an account (option MailboxDatabase).
    Presence account(String user);

    /// The full name of the account, for VRFY and EXPN.
    default Optional<String> fullName(String user) {
        return Optional.empty();
    }

    /// The right side of the alias, one address each; empty when there is none.
    default List<String> aliasMembers(String user) {
        return List.of();
    }
}
