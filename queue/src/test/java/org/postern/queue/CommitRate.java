package org.postern.queue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.base.EventSink;
import org.postern.base.SystemClock;
import org.postern.mail.Envelope;
import org.postern.mail.HeaderField;
import org.postern.mail.Recipient;
import org.postern.os.RealDurableFiles;

/// Measures commits per second; a program, not a test. Arguments: directory, messages, threads.
final class CommitRate {
    private static final int BODY = 4096;

    private CommitRate() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int messages = Integer.parseInt(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        Path journal = Files.createDirectories(directory.resolve("journal"));
        int owner = (Integer) Files.getAttribute(directory, "unix:uid");
        JournalQueue queue = JournalQueue.open(
                QueueSettings.standard(journal, List.of(directory), owner),
                new JournalQueue.Surroundings(
                        new RealDurableFiles(), new SystemClock(), new SecureRandom(), EventSink.none(), 4711));
        run(queue, messages / 4, threads);
        long cpu = cpuMicros();
        long start = System.nanoTime();
        long syncs = queue.figures().synced();
        run(queue, messages, threads);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d threads: %.0f commits/s, %.1f us CPU per message (commit, take, done), %.3f syncs per commit%n",
                threads,
                messages / seconds,
                (cpuMicros() - cpu) / (double) messages,
                (queue.figures().synced() - syncs) / (double) messages);
        queue.close();
    }

    private static long cpuMicros() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1000;
    }

    private static void run(JournalQueue queue, int messages, int threads) {
        AtomicLong left = new AtomicLong(messages);
        byte[] body = new byte[BODY];
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < threads; i++) {
                senders.execute(() -> {
                    try {
                        while (left.getAndDecrement() > 0) {
                            send(queue, body);
                            queue.takeDue().orElseThrow().done();
                        }
                    } catch (QueueException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        }
    }

    private static void send(JournalQueue queue, byte[] body) throws QueueException {
        try (MailQueue.Reception reception = queue.receive()) {
            reception.write(body, 0, body.length);
            reception.commit(Envelope.builder(reception.id())
                    .sender("<alice@example.org>")
                    .recipients(List.of(Recipient.of("<bob@example.org>")))
                    .header(List.of(
                            new HeaderField("Received", " from client.example.org\n\tby mail.example.org; now"),
                            new HeaderField("From", " alice@example.org"),
                            new HeaderField("To", " bob@example.org"),
                            new HeaderField("Subject", " a message of usual size")))
                    .build());
        }
    }
}
