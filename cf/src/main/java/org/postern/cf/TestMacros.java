package org.postern.cf;

import java.util.Optional;
import java.util.Set;

/// The macros of an address test; at debug level 35.9 it tells what is defined.
final class TestMacros implements MacroScope {
    private static final int DEFINITIONS = 9;
    /// Macros that an empty value removes.
    private static final Set<String> CLEARED = Set.of("h", "addr_type");

    private final SessionMacros macros;
    private final StringBuilder out;
    private boolean tells;

    TestMacros(SessionMacros macros, StringBuilder out) {
        this.macros = macros;
        this.out = out;
    }

    void tell(DebugLevels debug) {
        tells = debug.at(DebugLevels.MACROS, DEFINITIONS);
    }

    @Override
    public Optional<String> macro(String name) {
        return macros.macro(name);
    }

    @Override
    public void define(String name, String value) {
        boolean clears = value.isEmpty() && CLEARED.contains(name);
        if (tells) {
            out.append(macros.macro(name).isPresent() ? "redefine(" : "define(")
                    .append(name)
                    .append(" as ");
            Printable.append(out, clears ? "<null>" : value);
            out.append(")\n");
        }
        if (clears) {
            macros.forget(name);
        } else {
            macros.define(name, value);
        }
    }

    /// The address that is being rewritten for a mailer, `$g`, which is not kept.
    void rewritten(String address) {
        if (tells) {
            out.append("macset(g as ");
            Printable.append(out, address);
            out.append(")\nmacset(g as <null>)\n");
        }
    }
}
