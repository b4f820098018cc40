package org.postern.cf;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where a configuration is being read, and what it has said so far: what the source of words for a class
/// depends on.
///
/// @param file the configuration
/// @param line the number of the line, from 1
/// @param options the options so far
/// @param macros the macros so far
/// @param environment the E lines so far
/// @param problems takes what is wrong, in sendmail's words without file and line; each makes the
///     configuration a bad one
public record ReadingPlace(
        String file,
        int line,
        OptionValues options,
        MacroScope macros,
        Map<String, Optional<String>> environment,
        Consumer<String> problems) {
    public ReadingPlace {
        environment = Map.copyOf(environment);
    }
}
