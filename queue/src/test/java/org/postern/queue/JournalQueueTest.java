package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.Envelope;
import org.postern.mail.Recipient;
import org.postern.os.RealDurableFiles;

@Timeout(60)
class JournalQueueTest implements MailQueueContract {
    private final StandingClock clock = new StandingClock();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private JournalQueue queue;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(directory.resolve("journal"));
        queue = JournalQueue.open(settings(), surroundings());
    }

    @AfterEach
    void close() throws QueueException {
        queue.close();
    }

    private QueueSettings settings() throws IOException {
        int owner = (Integer) Files.getAttribute(directory, "unix:uid");
        return QueueSettings.standard(directory.resolve("journal"), List.of(directory), owner)
                .withJournal(new JournalLimits(128 << 10, 8, 2, Duration.ZERO, Duration.ZERO))
                .withTimes(new QueueSettings.Times(Duration.ofSeconds(5), Duration.ZERO, 2))
                .withRetries(RetryTimes.STANDARD.withInterval(Duration.ofMinutes(1)));
    }

    private JournalQueue.Surroundings surroundings() {
        return new JournalQueue.Surroundings(
                new RealDurableFiles(),
                clock,
                new SplittableRandom(1),
                event -> System.err.println(event.line()),
                4711);
    }

    @Override
    public MailQueue queue() {
        return queue;
    }

    @Override
    public StandingClock clock() {
        return clock;
    }

    /// A mail queue that is listed shows what somebody has just left for the next run.
    @Test
    void whatWaitsForARunIsAmongTheFilesAtOnce() throws Exception {
        try (WatchService watch = directory.getFileSystem().newWatchService();
                MailQueue.Reception reception = queue.receive()) {
            WatchKey _ = directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            reception.commit(Envelope.builder(reception.id())
                    .sender("<a@a.test>")
                    .macros(Map.of(RunRules.MODE_MACRO, "q"))
                    .recipients(List.of(Recipient.of("<x@b.test>")))
                    .build());
            while (names("qf").isEmpty()) {
                WatchKey key = watch.poll(60, TimeUnit.SECONDS);
                assertThat(key).isNotNull();
                assertThat(key.pollEvents()).isNotEmpty();
                key.reset();
            }
        }
    }

    private List<String> names(String prefix) throws IOException {
        return names(directory, prefix);
    }

    private static List<String> names(Path directory, String prefix) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    /// Bodies are removed after whoever waited for the end of a message has been told.
    private void assertNoBodies() throws Exception {
        queue.close();
        assertThat(names("df")).isEmpty();
    }

    @Test
    void aMessageThatIsDeliveredAtOnceLeavesNoFile() throws Exception {
        MailQueueContract.send(queue, "<a@example.org>", "body\n");
        MailQueue.Claim claim = MailQueueContract.next(queue);
        claim.done();
        assertThat(names("qf")).isEmpty();
        assertThat(names("df")).isEmpty();
        assertThat(queue.figures().synced()).isPositive();
    }

    @Test
    void aStopLeavesQueueFilesThatTheNextStartFinds() throws Exception {
        MailQueueContract.send(queue, "<a@example.org>", "body\n");
        queue.close();
        assertThat(names("qf")).hasSize(1);
        assertThat(names("df")).hasSize(1);
        assertThat(Files.readString(directory.resolve(names("df").getFirst()))).isEqualTo("body\n");
        clock.advanceSeconds(1);
        open();
        MailQueue.Claim claim = MailQueueContract.next(queue);
        assertThat(claim.envelope().sender()).isEqualTo("<a@example.org>");
        assertThat(MailQueueContract.text(claim)).isEqualTo("body\n");
        claim.done();
        assertThat(names("qf")).isEmpty();
        assertNoBodies();
    }

    @Test
    void aMessageThatSomebodyGotIsInQueueFilesWhenRetryReturns() throws Exception {
        MailQueueContract.send(queue, "<a@example.org>", "body\n");
        MailQueue.Claim claim = MailQueueContract.next(queue);
        claim.retry(withoutBob(claim.envelope()));
        assertThat(Files.readString(directory.resolve(names("qf").getFirst()))).contains("\nN1\n");
        clock.advanceSeconds(61);
        claim = MailQueueContract.next(queue);
        claim.retry(claim.envelope());
        assertThat(names("qf")).hasSize(1);
        assertThat(Files.readString(directory.resolve(names("qf").getFirst()))).contains("\nN2\n");
        assertThat(names("tf")).isEmpty();
    }

    private static Envelope withoutBob(Envelope envelope) {
        return envelope.toBuilder()
                .recipients(List.of(Recipient.of("carol@example.org")))
                .build();
    }

    /// While the next hop is down, what comes for it makes no files before the queue has time for them.
    @Test
    void aMessageThatNobodyGotStaysInTheJournalForSomeSeconds() throws Exception {
        MailQueueContract.send(queue, "<a@example.org>", "body\n");
        MailQueue.Claim claim = MailQueueContract.next(queue);
        claim.retry(claim.envelope());
        assertThat(names("qf")).isEmpty();

        clock.advanceSeconds(61);
        claim = MailQueueContract.next(queue);
        assertThat(claim.envelope().attempts()).isEqualTo(1);
        claim.retry(claim.envelope());
        queue.close();
        assertThat(Files.readString(directory.resolve(names("qf").getFirst()))).contains("\nN2\n");
    }

    /// CheckpointInterval: what is finished while the claim goes on does not come back after a crash.
    @Test
    void aCheckpointIsInQueueFilesAndTheClaimGoesOn() throws Exception {
        MailQueueContract.send(queue, "<a@example.org>", "body\n");
        MailQueue.Claim claim = MailQueueContract.next(queue);
        claim.checkpoint(claim.envelope().toBuilder()
                .recipients(List.of(Recipient.of("carol@example.org")))
                .build());
        assertThat(Files.readString(directory.resolve(names("qf").getFirst())))
                .contains("carol@example.org\n", "\nN0\n")
                .doesNotContain("bob@");
        assertThat(new RealDurableFiles().tryLock(directory.resolve(names("qf").getFirst())))
                .as("others leave it alone")
                .isEmpty();
        assertThat(queue.takeDue()).isEmpty();
        claim.done();
        assertThat(names("qf")).isEmpty();
        assertNoBodies();
    }

    @Test
    void aLargeBodyGoesThroughAFile() throws Exception {
        String body = "0123456789abcde\n".repeat(40_000);
        MailQueueContract.send(queue, "<a@example.org>", body);
        assertThat(names(directory.resolve("journal"), "body-")).hasSize(1);
        MailQueue.Claim claim = MailQueueContract.next(queue);
        assertThat(MailQueueContract.text(claim)).isEqualTo(body);
        claim.retry(withoutBob(claim.envelope()));
        assertThat(names("df")).hasSize(1);
        assertThat(names(directory.resolve("journal"), "body-")).isEmpty();
        clock.advanceSeconds(61);
        claim = MailQueueContract.next(queue);
        assertThat(MailQueueContract.text(claim)).isEqualTo(body);
        claim.done();
        assertNoBodies();
    }

    /// Queue runs start all the time while messages come and end.
    @Test
    void messagesThatEndWhileARunStartsEndOnce() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        FutureTask<Integer> runs = new FutureTask<>(() -> {
            int count = 0;
            while (!end.get()) {
                queue.runNow(QueueSelection.ALL);
                count++;
            }
            return count;
        });
        Thread.ofPlatform().start(runs);
        Set<String> ids = new HashSet<>();
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 10; i++) {
                MailQueueContract.send(queue, "<a@example.org>", "body\n");
            }
            for (int i = 0; i < 10; i++) {
                MailQueue.Claim claim = MailQueueContract.next(queue);
                assertThat(ids.add(claim.envelope().id().value())).isTrue();
                claim.done();
            }
        }
        end.set(true);
        assertThat(runs.get()).isPositive();
        assertThat(queue.takeDue()).isEmpty();
        queue.awaitIdle();
        assertThat(names("qf")).isEmpty();
    }

    private void openWith(QueueSafety safety) throws Exception {
        queue.close();
        queue = JournalQueue.open(settings().withSafety(safety), surroundings());
    }

    /// `SuperSafe=false`: a clean stop loses nothing all the same.
    @Test
    void aMessageMayBeOnlyWritten() throws Exception {
        openWith(QueueSafety.WRITTEN);
        MailQueueContract.send(queue, "<a@example.org>", "body\n");
        MailQueueContract.send(queue, "<b@example.org>", "0123456789abcde\n".repeat(40_000));
        queue.close();
        assertThat(names("qf")).hasSize(2);
        assertThat(names("df")).hasSize(2);
        open();
    }

    /// `SuperSafe=interactive` with `DeliveryMode=i`: files for what was not delivered when the sender is
    /// answered.
    @Test
    void whatIsNotDeliveredWhileTheSenderWaitsIsInFiles() throws Exception {
        openWith(QueueSafety.INTERACTIVE);
        FutureTask<Boolean> delivered = MailQueueContract.sendAndWait(queue, "<a@example.org>");
        MailQueueContract.next(queue).done();
        assertThat(delivered.get()).isTrue();
        assertThat(names("qf")).isEmpty();

        FutureTask<Boolean> given = MailQueueContract.sendAndWait(queue, "<b@example.org>");
        MailQueueContract.next(queue).release();
        assertThat(given.get()).isTrue();
        assertThat(names("qf")).hasSize(1);
    }

    @Test
    void valuesOfSuperSafeAreKnown() {
        for (String safe : List.of("", "true", "True", "yes", "p", "PostMilter", "what")) {
            assertThat(QueueSafety.of(safe)).as(safe).isEqualTo(QueueSafety.DURABLE);
        }
        assertThat(QueueSafety.of("Interactive")).isEqualTo(QueueSafety.INTERACTIVE);
        assertThat(QueueSafety.of("False")).isEqualTo(QueueSafety.WRITTEN);
        assertThat(QueueSafety.of("no")).isEqualTo(QueueSafety.WRITTEN);
    }

    @Test
    void aSecondProcessIsRefused() {
        assertThatThrownBy(() -> JournalQueue.open(settings(), surroundings()))
                .isInstanceOf(QueueException.class)
                .hasMessageContaining("another process");
    }

    @Test
    void manyMessagesRunThroughFewSegments() throws Exception {
        for (int i = 0; i < 400; i++) {
            MailQueueContract.send(queue, "<a@example.org>", "x".repeat(4000));
            MailQueueContract.next(queue).done();
        }
        assertThat(names(directory.resolve("journal"), "journal-").size()).isLessThanOrEqualTo(5);
        assertThat(queue.figures().waiting()).isZero();
    }
}
