package org.postern.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postern.programs.traffic.TrafficMessage;
import org.postern.programs.traffic.TrafficSession;
import org.postern.programs.traffic.TrafficSink;

/// What one message costs a client who sends one after the other to a warm daemon, beside what the disk and the
/// connection cost alone.
public final class SerialLatency {
    private static final int BLOCK = 8192;
    private static final int BLOCKS = 1000;
    private static final int WARM_UP_SESSIONS = 20;
    private static final int WARM_UP = 3000;
    private static final int MESSAGES = 3000;
    private static final int SIZE = 4096;

    private SerialLatency() {}

    /// Measures and prints.
    ///
    /// @param arguments the daemon's port, the next hop's port, a folder on the disk of the queue, a recipient
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 4) {
            System.err.println("usage: SerialLatency PORT SINK_PORT FOLDER RECIPIENT");
            System.exit(64);
        }
        int port = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[2]);
        TrafficMessage message = TrafficMessage.of(arguments[3], SIZE);
        try (TrafficSink _ = new TrafficSink(Integer.parseInt(arguments[1]))) {
            warmUp(port, TrafficMessage.of("sink@sink.test", SIZE));
            double sync = sync(folder);
            try (TrafficSession session = TrafficSession.plain(port)) {
                double roundTrip = median(session::reset, MESSAGES);
                double one = median(() -> send(session, message), MESSAGES);
                System.out.printf(
                        "one fdatasync of %d bytes: p50 %.2f ms; RSET round trip: p50 %.3f ms%n",
                        BLOCK, sync, roundTrip);
                System.out.printf(
                        "one message of 4 KiB: p50 %.2f ms; 3 fdatasync and 2 round trips are %.2f ms%n",
                        one, 3 * sync + 2 * roundTrip);
            }
        }
        System.exit(0);
    }

    private static void send(TrafficSession session, TrafficMessage message) throws IOException {
        if (!session.send(message)) {
            throw new IOException("the recipient was refused");
        }
    }

    private static void warmUp(int port, TrafficMessage message) throws InterruptedException {
        List<Thread> sessions = new ArrayList<>();
        for (int i = 0; i < WARM_UP_SESSIONS; i++) {
            sessions.add(Thread.ofVirtual().start(() -> {
                try (TrafficSession session = TrafficSession.plain(port)) {
                    for (int sent = 0; sent < WARM_UP; sent++) {
                        send(session, message);
                    }
                } catch (IOException failed) {
                    System.err.println("warm-up: " + failed.getMessage());
                }
            }));
        }
        for (Thread session : sessions) {
            session.join();
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
