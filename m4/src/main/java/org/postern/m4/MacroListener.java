package org.postern.m4;

/// Hears everything that the processor produces.
public interface MacroListener {
    /// A piece of the output (diversion 0), in order, one char per byte.
    void output(String text);

    /// A warning or an error.
    void diagnostic(Diagnostic diagnostic);

    /// Raw text for standard error: `errprint`, `dumpdef`, trace lines. Has its own newlines.
    void print(String text);

    /// A macro got a meaning, by `define`, `pushdef` or from the caller; not told for the builtins themselves.
    default void defined(Definition definition) {}

    /// A macro lost its meaning by `undefine` or `popdef`.
    default void undefined(String name, Place place) {}
}
