package org.postern.mc;

import org.postern.m4.Place;

/// What is wrong, or looks wrong, in an `.mc` file.
///
/// @param severity how bad it is
/// @param place where; [Place#NOWHERE] if that is not known
/// @param text one sentence without a full stop, with a suggestion if there is one
public record McDiagnostic(Severity severity, Place place, String text) {
    /// How bad it is.
    public enum Severity {
        /// Worth a look; the configuration can be used.
        WARNING,
        /// The configuration is not what was meant.
        ERROR
    }

    /// `FILE:LINE: error: TEXT`.
    public String line() {
        String where = place.file().isEmpty() ? "" : place + ": ";
        return where + (severity == Severity.ERROR ? "error: " : "warning: ") + text;
    }
}
