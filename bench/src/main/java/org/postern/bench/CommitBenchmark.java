package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.postern.base.EventSink;
import org.postern.base.SystemClock;
import org.postern.mail.Envelope;
import org.postern.mail.Recipient;
import org.postern.os.ProcessIdentity;
import org.postern.os.RealDurableFiles;
import org.postern.queue.JournalQueue;
import org.postern.queue.MailQueue;
import org.postern.queue.QueueException;
import org.postern.queue.QueueSettings;

/// Durable commits of 4 KiB messages, each taken and finished by another thread as a delivery would.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CommitBenchmark {
    private static final int SIZE = 4096;

    private final byte[] body = new byte[SIZE];
    private final JournalQueue queue;
    private final Thread consumer;

    /// Opens a queue in a new folder of the working directory.
    public CommitBenchmark() {
        java.util.Arrays.fill(body, (byte) 'x');
        body[SIZE - 1] = '\n';
        queue = open();
        consumer = Thread.ofPlatform().daemon().unstarted(this::consume);
        consumer.start();
    }

    private static JournalQueue open() {
        try {
            Path folder = Files.createTempDirectory(Path.of("."), "commit");
            Path journal = Files.createDirectory(
                    folder.resolve("journal"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return JournalQueue.open(
                    QueueSettings.standard(journal, List.of(folder), ProcessIdentity.effectiveUserId()),
                    new JournalQueue.Surroundings(
                            new RealDurableFiles(),
                            new SystemClock(),
                            new SecureRandom(),
                            EventSink.none(),
                            ProcessHandle.current().pid()));
        } catch (IOException | QueueException failed) {
            throw new IllegalStateException("no queue for the benchmark", failed);
        }
    }

    private void consume() {
        try {
            for (Optional<MailQueue.Claim> claim = queue.take(); claim.isPresent(); claim = queue.take()) {
                claim.get().done();
            }
        } catch (InterruptedException | QueueException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// One sender: each commit waits for its own sync.
    @Benchmark
    @Threads(1)
    public void alone() throws QueueException {
        commit();
    }

    /// Twenty senders share their syncs.
    @Benchmark
    @Threads(20)
    public void twenty() throws QueueException {
        commit();
    }

    private void commit() throws QueueException {
        try (MailQueue.Reception reception = queue.receive()) {
            reception.write(body, 0, SIZE);
            Envelope envelope = Envelope.builder(reception.id())
                    .sender("<load@example.test>")
                    .recipients(List.of(Recipient.of("<bob@example.test>")))
                    .build();
            reception.commit(envelope);
        }
    }

    /// Closes the queue and says how many syncs a commit cost.
    @TearDown
    public void close() throws QueueException {
        System.out.printf(
                "%nsyncs per commit: %.3f%n",
                1.0 * queue.figures().synced() / Math.max(1, queue.figures().committed()));
        queue.close();
        consumer.interrupt();
    }
}
