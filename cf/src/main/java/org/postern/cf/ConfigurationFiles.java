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

    /// Reads a file with words for a class; who may write to it is checked where the implementation can.
    ///
    /// @param path as the F line names it
    default Content classFile(String path, ReadingPlace place) {
        return file(path);
    }

    /// The output of a program, for `F` lines with `|`.
    ///
    /// @param arguments the program and its arguments; no shell
    default Content program(List<String> arguments, ReadingPlace place) {
        return new Content.Unreadable(false, "programs are not run here");
    }

    /// The words of a map look-up, for `F` lines with `@`.
    ///
    /// What is wrong goes to [ReadingPlace#problems]; then, and when there is no such key, there are no words.
    ///
    /// @param request what the line says
    default String map(ClassFromMap request, ReadingPlace place) {
        place.problems().accept("fileclass: F{" + request.name() + "}: class " + request.mapClass() + " not available");
        return "";
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
