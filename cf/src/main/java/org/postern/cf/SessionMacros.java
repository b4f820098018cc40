package org.postern.cf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The macros of one session, message or delivery: its own values above those of an outer scope.
///
/// Not safe for use by several threads at once; a session has one thread.
public final class SessionMacros implements MacroScope {
    private final Map<String, String> own = new HashMap<>();
    private final MacroScope outer;

    private SessionMacros(MacroScope outer) {
        this.outer = outer;
    }

    /// A scope above the macros of a configuration.
    public static SessionMacros above(MacroScope outer) {
        return new SessionMacros(outer);
    }

    @Override
    public Optional<String> macro(String name) {
        String value = own.get(name);
        return value != null ? Optional.of(value) : outer.macro(name);
    }

    @Override
    public void define(String name, String value) {
        own.put(name, value);
    }

    /// Forgets the own value, so that the outer one shows again.
    public void forget(String name) {
        own.remove(name);
    }

    /// The values of this scope alone, for a queue file.
    public Map<String, String> own() {
        return Map.copyOf(own);
    }
}
