package org.postern.maps;

import java.nio.file.Path;

/// Makes files readable that only root may read, by copies; in the network process the helper does it.
@FunctionalInterface
public interface ShownFiles {
    /// What came of it.
    sealed interface Answer {
        /// Here is a copy as the file is now; when the file changes and is asked for again the copy is replaced.
        record Copy(Path path) implements Answer {}

        /// There is no such file.
        record Missing() implements Answer {}

        /// The file must not be used.
        ///
        /// @param reason in sendmail's words
        record Unsafe(String reason) implements Answer {}

        /// It cannot be had now.
        record Unavailable(String reason) implements Answer {}
    }

    /// Asks for a file.
    ///
    /// @param path as the configuration names it, with the ending of a map file
    Answer show(String path);

    /// Shows nothing: a file that cannot be read is one that must not be used.
    static ShownFiles none() {
        return path -> new Answer.Unsafe("Permission denied");
    }
}
