package org.postern.m4;

/// What a name stands for.
sealed interface Meaning {
    /// A macro with a text, in which `$1` and its like stand for arguments.
    record Text(String text) implements Meaning {}

    /// A builtin.
    record Native(Builtin builtin) implements Meaning {}
}
