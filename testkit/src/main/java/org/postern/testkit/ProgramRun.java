package org.postern.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.postern.base.Ascii;

/// One finished run of a program with its input, both outputs merged, and a deadline.
///
/// @param output standard output and standard error in the order that they came, one `char` per byte
/// @param status the exit status
public record ProgramRun(String output, int status) {
    /// Runs a program to its end with an environment of only `PATH`, `LANG=C` and `TZ=UTC0`.
    ///
    /// @param input one `char` per byte
    /// @throws AssertionError when it cannot be started or is not done after `limitSeconds`; it is killed then
    public static ProgramRun of(List<String> command, String input, Path folder, int limitSeconds) {
        try (var writer = Executors.newVirtualThreadPerTaskExecutor()) {
            Process process = builder(command, folder).redirectErrorStream(true).start();
            try {
                Future<?> written = writer.submit(() -> write(process, input));
                Future<byte[]> read =
                        writer.submit(() -> process.getInputStream().readAllBytes());
                if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                    throw new AssertionError(command + " did not end within " + limitSeconds + " s");
                }
                written.get(limitSeconds, TimeUnit.SECONDS);
                return new ProgramRun(Ascii.text(read.get(limitSeconds, TimeUnit.SECONDS)), process.exitValue());
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException | java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("cannot run " + command + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }

    /// The same run, or an [AssertionError] with its output when the status is not 0.
    public ProgramRun succeeded() {
        if (status != 0) {
            throw new AssertionError("exit status " + status + ": " + output);
        }
        return this;
    }

    /// A process with the environment of all peers.
    static ProcessBuilder builder(List<String> command, Path folder) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LANG", "C");
        environment.put("TZ", "UTC0");
        return builder;
    }

    private static void write(Process process, String input) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(Ascii.bytes(input));
        } catch (IOException _) {
            // The program ended without reading everything: its output tells.
        }
    }
}
