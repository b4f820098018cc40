package org.postern.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// The image in `dist/target/postern`, as `./postern build` makes it.
final class Image {
    private Image() {}

    static Path program(String name) {
        Path program = Peers.checkout().resolve("dist/target/postern/bin").resolve(name);
        if (!Files.isExecutable(program)) {
            throw new AssertionError(program + " is missing: run ./postern build first");
        }
        return program;
    }

    /// Runs a program of the image to its end.
    static ProgramRun run(Path folder, String input, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program(program).toString()));
        command.addAll(List.of(arguments));
        return ProgramRun.of(command, input, folder, 60);
    }
}
