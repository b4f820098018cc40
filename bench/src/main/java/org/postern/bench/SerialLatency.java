package org.postern.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// What one message costs a client who sends one after the other, beside what the disk and the connection cost alone.
public final class SerialLatency {
    private static final int BLOCK = 8192;
    private static final int BLOCKS = 1000;
    private static final int WARM_UP = 3000;
    private static final int MESSAGES = 2000;

    private SerialLatency() {}

    /// Measures and prints.
    ///
    /// @param arguments the port of the daemon, a folder on the disk of its queue, the recipient
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: SerialLatency PORT FOLDER RECIPIENT");
            System.exit(64);
        }
        double sync = sync(Path.of(arguments[1]));
        try (LoadSession session =
                new LoadSession(Integer.parseInt(arguments[0]), arguments[2], LoadDriver.content(4096))) {
            for (int i = 0; i < WARM_UP; i++) {
                session.send();
            }
            double syncAfter = sync(Path.of(arguments[1]));
            double roundTrip = median(() -> session.reset(), MESSAGES);
            double message = median(() -> session.send(), MESSAGES);
            System.out.printf(
                    "one fdatasync of %d bytes: p50 %.2f ms before, %.2f ms after the warm-up; RSET round trip: p50 %.3f ms%n",
                    BLOCK, sync, syncAfter, roundTrip);
            System.out.printf(
                    "one message of 4 KiB: p50 %.2f ms; 3 fdatasync and 2 round trips are %.2f ms%n",
                    message, 3 * Math.min(sync, syncAfter) + 2 * roundTrip);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static double sync(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "sync", ".probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            for (int i = 0; i < BLOCKS; i++) {
                channel.write(block.clear(), (long) i * BLOCK);
            }
            channel.force(true);
            int[] next = {0};
            return median(
                    () -> {
                        channel.write(block.clear(), (long) next[0]++ * BLOCK);
                        channel.force(false);
                    },
                    BLOCKS);
        } finally {
            Files.delete(file);
        }
    }

    private static double median(Step step, int count) throws IOException {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            step.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[count / 2] / 1e6;
    }
}
