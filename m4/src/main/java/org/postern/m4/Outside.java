package org.postern.m4;

import java.util.Optional;

/// What macros can reach outside the processor: programs, temporary files and the file for trace output.
///
/// Module m4 has no implementation that does these things: a caller that wants them hands one in.
public interface Outside {
    /// Refuses everything.
    Outside CLOSED = new Outside() {
        @Override
        public Optional<CommandResult> run(String command) {
            return Optional.empty();
        }

        @Override
        public TemporaryFile makeTemporary(String template) {
            return new TemporaryFile.Refused("temporary files are not allowed here");
        }

        @Override
        public Optional<String> appendTo(String file, String text) {
            return Optional.of("Permission denied");
        }
    };

    /// Runs a shell command to its end (`syscmd`, `esyscmd`).
    ///
    /// @return what it wrote to standard output and its status, or empty when programs are not allowed
    Optional<CommandResult> run(String command);

    /// Makes an empty file from a template that ends in `XXXXXX` (`mkstemp`, `maketemp`).
    TemporaryFile makeTemporary(String template);

    /// Appends trace or dump output to a file (`debugfile`, `--debugfile`); with empty text only tries.
    ///
    /// @return why that is not possible, or empty
    Optional<String> appendTo(String file, String text);

    /// The result of a command.
    ///
    /// @param status exit code, or the number of the signal times 256, as `sysval` gives it
    /// @param output standard output, one char per byte
    record CommandResult(int status, String output) {}

    /// The result of making a temporary file.
    sealed interface TemporaryFile {
        /// The file exists now.
        record Made(String name) implements TemporaryFile {}

        /// It could not be made.
        record Failed(String reason) implements TemporaryFile {}

        /// It may not be made.
        record Refused(String reason) implements TemporaryFile {}
    }
}
