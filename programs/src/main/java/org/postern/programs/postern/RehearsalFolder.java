package org.postern.programs.postern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.base.SysExit;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.profile.SystemProfile;

/// A folder that a rehearsal for an AOT cache has to itself; it is removed when the rehearsal has ended.
final class RehearsalFolder {
    private static final int MAIL_PORT = 2525;
    private static final int SUBMISSION_PORT = 2587;
    private static final int RELAY_PORT = 25;

    private RehearsalFolder() {}

    /// What is rehearsed.
    @FunctionalInterface
    interface Rehearsal {
        /// Does it once.
        ///
        /// @return the exit code
        int in(Path folder) throws IOException, InterruptedException;
    }

    /// Runs the rehearsal in a folder of its own.
    ///
    /// @param command of `postern`, for the complaint when a file cannot be read or written
    /// @return the rehearsal's exit code, or that for such a trouble
    static int with(Invocation invocation, String command, Rehearsal rehearsal) throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("postern-train");
            try {
                return rehearsal.in(folder);
            } finally {
                remove(folder);
            }
        } catch (IOException failed) {
            return failed(invocation, command, failed);
        }
    }

    static int failed(Invocation invocation, String command, IOException failed) {
        invocation.error().println("postern " + command + ": " + failed.getMessage());
        return SysExit.IO_ERROR.code();
    }

    /// The files of a server that nobody starts.
    static TryFolder ofNoServer(Path folder, Invocation invocation, Program makemap)
            throws IOException, InterruptedException {
        TryFolder place = new TryFolder(folder, "user", new ProfileMaps(makemap, invocation));
        place.prepare(new TryOptions(
                folder.toString(),
                MAIL_PORT,
                SUBMISSION_PORT,
                Optional.empty(),
                RELAY_PORT,
                SystemProfile.LOGINS,
                true));
        return place;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
