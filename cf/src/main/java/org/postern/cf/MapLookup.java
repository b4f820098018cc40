package org.postern.cf;

import java.util.List;

/// A map that rule sets can look into (`$(map key $@ argument $: default $)`, sendmail op guide §5.9).
///
/// The rewriting engine knows maps only through this interface. Implementations are safe for use by several threads
/// and bound their own time and memory.
@FunctionalInterface
public interface MapLookup {
    /// Looks one key up.
    ///
    /// @param key as the rule wrote it; folding and stripping by the map's flags is the map's work
    /// @param arguments what followed `$@`, in order; `%1` ... in a value
    /// @param macros the macros of the session that asks; the `macro` class writes to them
    LookupResult lookup(String key, List<String> arguments, MacroScope macros);

    /// What the engine does for this map before and after a look-up. A [LookupResult.TemporaryFailure] is returned as
    /// such; `-t` and `-T` are applied by the engine.
    default MapTraits traits() {
        return MapTraits.PLAIN;
    }

    /// False for a map that may be missing (`-o`), and is: it has no entries, and the address test says so.
    default boolean open() {
        return true;
    }
}
