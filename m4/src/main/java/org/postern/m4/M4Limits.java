package org.postern.m4;

/// What a run may use before it ends with a clear message.
///
/// @param nesting macro calls inside the arguments of others (`-L`); 0 for no limit but `heldCharacters`
/// @param work characters read and matching steps taken in all; stops endless loops
/// @param heldCharacters text held at one time: pending input, arguments, definitions, diversions
/// @param outputCharacters text in the output
public record M4Limits(int nesting, long work, long heldCharacters, long outputCharacters) {
    public M4Limits {
        if (nesting < 0 || work <= 0 || heldCharacters <= 0 || outputCharacters <= 0) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    /// For the command: generous, as m4 is a general tool.
    public static M4Limits standard() {
        return new M4Limits(0, 20_000_000_000L, 512L << 20, 4L << 30);
    }

    /// For compiling a mail configuration: far above what the largest needs, ends within seconds.
    public static M4Limits forConfigurations() {
        return new M4Limits(10_000, 500_000_000L, 64L << 20, 16L << 20);
    }

    /// The same limits with another nesting limit.
    public M4Limits withNesting(int calls) {
        return new M4Limits(calls, work, heldCharacters, outputCharacters);
    }
}
