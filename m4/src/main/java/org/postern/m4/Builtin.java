package org.postern.m4;

/// A macro that is built in.
///
/// @param name its own name, without prefix
/// @param gnu true when it is one of GNU's extensions, which `-G` takes away
/// @param takesBuiltins true when its arguments may be builtins; for others those become empty
/// @param needsParentheses true when the bare name without `(` is no call
/// @param action what it does
record Builtin(String name, boolean gnu, boolean takesBuiltins, boolean needsParentheses, Action action) {
    /// What a builtin does.
    @FunctionalInterface
    interface Action {
        /// Does it.
        ///
        /// @param call name, arguments and the processor
        /// @param out takes the expansion
        void run(Call call, StringBuilder out);
    }
}
