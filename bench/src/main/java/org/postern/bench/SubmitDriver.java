package org.postern.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postern.base.Ascii;

/// Runs a submission command such as `sendmail -t` one time after the other, a message of 4 KiB on its standard input,
/// and prints how long it took and what it and the daemon cost.
public final class SubmitDriver {
    private static final int WARM_UP = 5;
    private static final int PATIENCE_SECONDS = 60;
    private static final byte[] MESSAGE =
            Ascii.bytes("From: load@bench.test\nTo: sink@sink.test\nSubject: submitted\n\n"
                    + "The quick brown fox jumps over the lazy dog, again and again and again.\n".repeat(56));

    private SubmitDriver() {}

    /// Runs once.
    ///
    /// @param arguments the next hop's port (0: nothing arrives), how many messages, the file that counts processor
    ///     time, and the command
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 4) {
            System.err.println("usage: SubmitDriver SINK_PORT MESSAGES ACCOUNT COMMAND ...");
            System.exit(64);
        }
        int sink = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        Path account = Path.of(arguments[2]);
        List<String> command = Arrays.asList(arguments).subList(3, arguments.length);
        try (Destination destination = sink == 0 ? Destination.unknown() : Destination.sink(sink)) {
            for (int i = 0; i < WARM_UP; i++) {
                submit(command);
            }
            waitFor(destination, WARM_UP);
            ProcessFigures before = ProcessFigures.ofAccount(account);
            long[] nanos = new long[count];
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                submit(command);
                nanos[i] = System.nanoTime() - start;
            }
            waitFor(destination, (long) WARM_UP + count);
            double cpu = ProcessFigures.ofAccount(account).cpuSeconds() - before.cpuSeconds();
            Arrays.sort(nanos);
            System.out.printf(
                    "messages=%d p50=%.1f max=%.1f cpu-s/1000=%.2f%n",
                    count, nanos[count / 2] / 1e6, nanos[count - 1] / 1e6, cpu * 1000 / count);
        }
        System.exit(0);
    }

    private static void submit(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(MESSAGE);
        } catch (IOException unread) {
            // A command that reads nothing, as the one that shows what a process alone costs.
        }
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(command + " ends with " + status);
        }
    }

    private static void waitFor(Destination destination, long wanted) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (destination.arrived() < wanted) {
            if (System.nanoTime() > deadline) {
                throw new IOException("only " + destination.arrived() + " of " + wanted + " messages arrived");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
