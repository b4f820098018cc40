package org.postern.mc;

import java.util.List;

/// What became of an `.mc` file.
///
/// @param configuration the text of `sendmail.cf`, one char per byte; of use only if there are no errors
/// @param diagnostics what was found, in order
public record McResult(String configuration, List<McDiagnostic> diagnostics) {
    public McResult {
        diagnostics = List.copyOf(diagnostics);
    }

    /// True when an error was found.
    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(found -> found.severity() == McDiagnostic.Severity.ERROR);
    }
}
