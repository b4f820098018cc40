package org.postern.maps;

import java.util.Optional;

/// Reads files that hold a password, which often only root may.
@FunctionalInterface
public interface MapSecrets {
    /// The first line of the file without its line end; empty when it cannot be read or is not safe.
    ///
    /// @param map the name of the map whose declaration names the file; empty for the option LDAPDefaultSpec
    /// @param path as the declaration has it
    Optional<String> firstLine(String map, String path);

    /// Has none.
    static MapSecrets none() {
        return (map, path) -> Optional.empty();
    }
}
