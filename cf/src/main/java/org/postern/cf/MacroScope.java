package org.postern.cf;

import java.util.Optional;

/// The macros as one session or delivery sees them: the values of the configuration below its own.
public interface MacroScope {
    /// The raw value of a macro.
    ///
    /// @param name without `$` and braces: `j`, `client_name`
    Optional<String> macro(String name);

    /// Sets a macro in this scope only.
    ///
    /// @param name without `$` and braces
    void define(String name, String value);
}
