package org.postern.cf;

import java.util.List;
import java.util.Optional;

/// Where the reader of a configuration gets the text of files and other sources of words from.
///
/// The real one walks paths with the file safety checks; the network process may get one that hands out what the
/// parent has read for it.
public interface ConfigurationFiles {
    /// What came of an attempt to read.
    sealed interface Content {
        /// The text, one `char` per byte.
        record Text(String text) implements Content {}

        /// It cannot be read.
        ///
        /// @param missing true when there is no such file
        /// @param reason the system's words: `No such file or directory`
        record Unreadable(boolean missing, String reason) implements Content {}
    }

    /// Reads a file.
    ///
    /// @param path as the configuration names it
    Content file(String path);

    /// The output of a program, for `F` lines with `|`.
    ///
    /// @param arguments the program and its arguments; no shell
    default Content program(List<String> arguments) {
        return new Content.Unreadable(false, "programs are not run while a configuration is read");
    }

    /// The words of a map look-up, for `F` lines with `@`.
    ///
    /// @param key what is looked up; may be empty
    /// @param mapClass `ldap`, `hash` ...
    /// @param arguments of the map
    default Content map(String key, String mapClass, String arguments) {
        return new Content.Unreadable(false, "class " + mapClass + " not available");
    }

    /// True when there is an account of this name; empty when that cannot be known here.
    default Optional<Boolean> isUser(String name) {
        return Optional.empty();
    }

    /// True when there is a group of this name; empty when that cannot be known here.
    default Optional<Boolean> isGroup(String name) {
        return Optional.empty();
    }
}
