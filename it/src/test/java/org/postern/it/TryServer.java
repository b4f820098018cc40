package org.postern.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.postern.testkit.FreePorts;

/// A running `postern try`.
final class TryServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final Path folder;
    private final int mailPort;
    private final int submissionPort;
    private final Process process;
    private volatile String output = "";
    private final Thread reader;

    private TryServer(Path folder, int mailPort, int submissionPort, Process process) {
        this.folder = folder;
        this.mailPort = mailPort;
        this.submissionPort = submissionPort;
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    static TryServer start(Path folder, String... more) throws IOException {
        List<Integer> ports = FreePorts.find(2);
        return start(folder, ports.get(0), ports.get(1), more);
    }

    static TryServer start(Path folder, int mailPort, int submissionPort, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Image.program("postern").toString(),
                "try",
                folder.toString(),
                "--mail-port",
                Integer.toString(mailPort),
                "--submission-port",
                Integer.toString(submissionPort)));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new TryServer(folder, mailPort, submissionPort, process);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output = output + line + '\n';
            }
        } catch (IOException ended) {
            // The process has ended.
        }
    }

    TryServer awaitServing() throws InterruptedException {
        awaitOutput("The server runs");
        return this;
    }

    void awaitOutput(String words) throws InterruptedException {
        await("the words \"" + words + "\"", () -> output.contains(words));
    }

    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || (!process.isAlive() && !condition.getAsBoolean())) {
                throw new AssertionError(
                        "waited in vain for " + what + "; the server printed:\n" + output + "\nlog:\n" + log());
            }
            Thread.sleep(10);
        }
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end; it printed:\n" + output);
        }
        reader.join();
        return process.exitValue();
    }

    int mailPort() {
        return mailPort;
    }

    int submissionPort() {
        return submissionPort;
    }

    Path folder() {
        return folder;
    }

    String output() {
        return output;
    }

    String log() {
        return read(folder.resolve("mail.log"));
    }

    String mailbox(String user) {
        return read(folder.resolve("mail").resolve(user));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /// The process that faces the network: the child of the helper.
    Optional<ProcessHandle> network() {
        return process.children().findFirst();
    }

    ProcessHandle helper() {
        return process.toHandle();
    }

    /// Ctrl-C.
    void interrupt() throws IOException, InterruptedException {
        int _ = new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /// What the machine's power switch would do to both processes, but for the page cache.
    void killBoth() throws InterruptedException {
        Optional<ProcessHandle> network = network();
        network.ifPresent(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        int _ = process.waitFor();
        network.ifPresent(gone -> gone.onExit().join());
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /// Ends the server as Ctrl-C does; does nothing the second time.
    void stop() throws IOException {
        if (!process.isAlive()) {
            return;
        }
        try {
            interrupt();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                killBoth();
                throw new AssertionError("did not stop at Ctrl-C; it printed:\n" + output);
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
