package org.postern.programs.postern;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postern.programs.Invocation;
import org.postern.programs.Program;

/// Builds the access map beside a configuration by the command `makemap`, as an administrator would.
///
/// @param makemap the command
/// @param invocation whose environment and image it gets
record ProfileMaps(Program makemap, Invocation invocation) {
    /// Builds the map from the source beside it.
    ///
    /// @param folder of the source, `access`, and of the configuration, which says which files are safe enough
    /// @param output what the command says
    /// @param error what it complains about
    /// @return the command's exit code
    int access(Path folder, PrintStream output, PrintStream error) throws IOException, InterruptedException {
        Path source = folder.resolve("access");
        return makemap.run(new Invocation(
                "makemap",
                List.of("-C", folder.resolve("sendmail.cf").toString(), "hash", source.toString()),
                new ByteArrayInputStream(Files.readAllBytes(source)),
                output,
                error,
                invocation.environment(),
                invocation.home()));
    }
}
