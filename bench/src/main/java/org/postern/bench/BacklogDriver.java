package org.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Sends messages while their next hop is down; then the next hop returns and a command has the queue run, every ten
/// seconds once more while messages are left. Prints how fast they leave, and after how many milliseconds the first
/// one came.
public final class BacklogDriver {
    private static final int SIZE = 4096;
    /// As a user would who sees that messages are left.
    private static final long AGAIN_NANOS = 10_000_000_000L;

    private static final int FIXED = 7;

    private BacklogDriver() {}

    /// Runs once.
    ///
    /// @param arguments the daemon's port, the next hop's port, messages, sessions at once, the file that counts
    ///     processor time, the longest time of the drain in seconds, how many seconds the next hop stays away
    ///     after the last message, and the command that runs the queue (without one: only the messages are sent)
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < FIXED) {
            System.err.println(
                    "usage: BacklogDriver PORT SINK_PORT MESSAGES SESSIONS ACCOUNT SECONDS REST [COMMAND ...]");
            System.exit(64);
        }
        int port = Integer.parseInt(arguments[0]);
        int sink = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        List<LoadMessage> messages = List.of(LoadMessage.of("sink@sink.test", SIZE));
        LoadSender sender = new LoadSender(port, messages, Integer.parseInt(arguments[3]), true);
        long start = System.nanoTime();
        sender.send(count);
        double accepted = count / seconds(start);
        List<String> command = Arrays.asList(arguments).subList(FIXED, arguments.length);
        if (command.isEmpty()) {
            System.out.printf("messages=%d accepted/s=%.0f%n", count, accepted);
        } else {
            LockSupport.parkNanos(Long.parseLong(arguments[6]) * 1_000_000_000L);
            drain(sink, count, accepted, Path.of(arguments[4]), Integer.parseInt(arguments[5]), command);
        }
        System.exit(0);
    }

    private static void drain(int sink, int count, double accepted, Path account, int seconds, List<String> command)
            throws IOException {
        ProcessFigures before = ProcessFigures.ofAccount(account);
        long start = System.nanoTime();
        try (Destination destination = Destination.sink(sink)) {
            long deadline = start + seconds * 1_000_000_000L;
            long next = start;
            double first = 0;
            while (destination.arrived() < count && System.nanoTime() < deadline) {
                if (first == 0 && destination.arrived() > 0) {
                    first = seconds(start) * 1000;
                }
                if (System.nanoTime() >= next) {
                    runQueue(command);
                    next = System.nanoTime() + AGAIN_NANOS;
                }
                LockSupport.parkNanos(1_000_000);
            }
            double taken = seconds(start);
            long arrived = Math.min(count, destination.arrived());
            double cpu = ProcessFigures.ofAccount(account).cpuSeconds() - before.cpuSeconds();
            System.out.printf(
                    "messages=%d accepted/s=%.0f arrived=%d drained/s=%.0f cpu-s/1000=%.3f first-ms=%.0f%n",
                    count, accepted, arrived, arrived / taken, cpu * 1000 / Math.max(1, arrived), first);
        }
    }

    /// Starts the command; it is left alone afterwards.
    private static void runQueue(List<String> command) throws IOException {
        var _ = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
