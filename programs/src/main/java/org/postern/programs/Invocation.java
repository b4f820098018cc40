package org.postern.programs;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How a program was called.
///
/// @param name the base name that it was called by
/// @param arguments what followed
/// @param input standard input
/// @param output standard output, text as bytes (ISO-8859-1)
/// @param error standard error
/// @param environment the caller's environment
/// @param home the folder of the image
public record Invocation(
        String name,
        List<String> arguments,
        InputStream input,
        PrintStream output,
        PrintStream error,
        Map<String, String> environment,
        Path home) {
    public Invocation {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /// The same call under another name and with other arguments.
    public Invocation with(String otherName, List<String> otherArguments) {
        return new Invocation(otherName, otherArguments, input, output, error, environment, home);
    }
}
