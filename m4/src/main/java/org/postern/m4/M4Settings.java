package org.postern.m4;

import java.util.Map;
import java.util.Optional;

/// How a processor behaves: the options of the command `m4`.
///
/// @param program the name that messages begin with and `__program__` gives
/// @param gnu GNU's extensions (`-g`); false for `-G`
/// @param prefixed builtins are called `m4_define` ... (`-P`)
/// @param quiet no warnings about numbers of arguments (`-Q`)
/// @param fatalWarnings 0: warnings only warn; 1 (`-E`): they make the exit code 1; 2 (`-E -E`): the first ends the run
/// @param syncLines `#line` lines in the output (`-s`)
/// @param debug flags of `-d`, as letters; empty for none
/// @param traceLength longest argument in a trace line (`-l`); 0 for any
/// @param suspiciousDefinition a regular expression; definitions with a match are warned of (`--warn-macro-sequence`)
/// @param hostMacros macros of the caller beside the builtins, by name
/// @param limits what a run may use
public record M4Settings(
        String program,
        boolean gnu,
        boolean prefixed,
        boolean quiet,
        int fatalWarnings,
        boolean syncLines,
        String debug,
        int traceLength,
        Optional<String> suspiciousDefinition,
        Map<String, HostMacro> hostMacros,
        M4Limits limits) {
    public M4Settings {
        hostMacros = Map.copyOf(hostMacros);
    }

    /// GNU's defaults under the name `m4`.
    public static M4Settings standard() {
        return new M4Settings(
                "m4", true, false, false, 0, false, "", 0, Optional.empty(), Map.of(), M4Limits.standard());
    }

    /// The same with macros of the caller.
    public M4Settings withHostMacros(Map<String, HostMacro> macros) {
        return new M4Settings(
                program,
                gnu,
                prefixed,
                quiet,
                fatalWarnings,
                syncLines,
                debug,
                traceLength,
                suspiciousDefinition,
                macros,
                limits);
    }

    /// The same with other limits.
    public M4Settings withLimits(M4Limits others) {
        return new M4Settings(
                program,
                gnu,
                prefixed,
                quiet,
                fatalWarnings,
                syncLines,
                debug,
                traceLength,
                suspiciousDefinition,
                hostMacros,
                others);
    }
}
