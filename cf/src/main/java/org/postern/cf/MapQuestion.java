package org.postern.cf;

import java.util.List;

/// A map that a rule asked, and what it said.
///
/// @param map its name
/// @param key as the rule wrote it
/// @param arguments what followed `$@`
public record MapQuestion(String map, String key, List<String> arguments, LookupResult result) {
    public MapQuestion {
        arguments = List.copyOf(arguments);
    }

    /// True when the map had the key.
    public boolean found() {
        return result instanceof LookupResult.Found;
    }
}
