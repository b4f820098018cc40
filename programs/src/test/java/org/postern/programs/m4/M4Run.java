package org.postern.programs.m4;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.postern.base.Ascii;
import org.postern.programs.Invocation;
import org.postern.testkit.Peers;

/// One run of our m4, or of the real one, with all that came out of it.
///
/// @param code exit code
/// @param output standard output
/// @param error standard error, the program called `m4`
record M4Run(int code, String output, String error) {
    private static final long LIMIT_SECONDS = 60;

    /// Ours, in this process.
    static M4Run ours(Path folder, Map<String, String> environment, List<String> arguments, String input) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        Invocation invocation = new Invocation(
                "m4",
                arguments,
                new ByteArrayInputStream(Ascii.bytes(input)),
                new PrintStream(output, true, StandardCharsets.ISO_8859_1),
                new PrintStream(error, true, StandardCharsets.ISO_8859_1),
                environment,
                folder);
        int code = new M4Program(folder).run(invocation);
        return new M4Run(code, Ascii.text(output.toByteArray()), Ascii.text(error.toByteArray()));
    }

    /// The real one.
    static M4Run real(Path folder, List<String> arguments, String input) {
        List<String> command = new ArrayList<>(List.of(Peers.program("m4", "m4").toString()));
        command.addAll(arguments);
        try {
            Path errors = Files.createTempFile("m4", ".err");
            Path text = Files.createTempFile("m4", ".in");
            Files.write(text, Ascii.bytes(input));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(text.toFile())
                    .redirectError(errors.toFile());
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            String output = Ascii.text(process.getInputStream().readAllBytes());
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the real m4 does not end: " + input);
            }
            String error = Ascii.text(Files.readAllBytes(errors));
            Files.delete(errors);
            Files.delete(text);
            String itself = Peers.tree("m4").resolve("usr/bin/m4").toString();
            return new M4Run(process.exitValue(), output, error.replace(itself, "m4"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
