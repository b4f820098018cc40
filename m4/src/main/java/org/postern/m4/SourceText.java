package org.postern.m4;

/// The answer of a [TextSource].
public sealed interface SourceText {
    /// The text of a file.
    ///
    /// @param name what the text is called in messages and `__file__`
    /// @param text one char per byte
    record Found(String name, String text) implements SourceText {}

    /// There is no such text, or it cannot be read.
    ///
    /// @param reason for the message, as `strerror` says it: `No such file or directory`
    record Missing(String reason) implements SourceText {}
}
