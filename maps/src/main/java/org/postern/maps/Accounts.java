package org.postern.maps;

import java.util.Optional;

/// The accounts of the machine by name.
@FunctionalInterface
public interface Accounts {
    /// The account of exactly this name.
    Optional<Account> find(String name);

    /// No accounts at all.
    static Accounts none() {
        return name -> Optional.empty();
    }
}
