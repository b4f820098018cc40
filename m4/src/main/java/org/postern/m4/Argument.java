package org.postern.m4;

/// One argument of a macro call.
sealed interface Argument {
    /// Nothing.
    Text EMPTY = new Text("");

    /// Text, usual.
    record Text(String text) implements Argument {}

    /// A builtin, which `defn` gave.
    record Native(Builtin builtin) implements Argument {}
}
