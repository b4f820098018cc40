package org.postern.m4;

/// A warning or an error that the processor reports.
///
/// @param severity how bad it is
/// @param place the place of the macro call, or of the text, that it is about
/// @param text the message without program and place; one line unless an argument in it has more
public record Diagnostic(Severity severity, Place place, String text) {
    /// How bad a diagnostic is.
    public enum Severity {
        /// Does not change the exit code, unless warnings are made fatal.
        WARNING,
        /// Makes the exit code 1; the run goes on.
        ERROR,
        /// Ends the run.
        FATAL
    }

    /// As GNU m4 prints it, without the newline: `m4:FILE:LINE: TEXT`.
    public String line(String program) {
        return program + (place.file().isEmpty() ? "" : ":" + place) + ": " + text;
    }
}
