package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
        assertThat(names("df")).isEmpty();
    }

    @Test
    void aDeferredMessageIsInQueueFilesWhenRetryReturns() throws Exception {
        MailQueueContract.send(queue, "<a@example.org>", "body\n");
        MailQueue.Claim claim = MailQueueContract.next(queue);
        claim.retry(claim.envelope());
        assertThat(Files.readString(directory.resolve(names("qf").getFirst()))).contains("\nN1\n");
        clock.advanceSeconds(61);
        claim = MailQueueContract.next(queue);
        claim.retry(claim.envelope());
        assertThat(names("qf")).hasSize(1);
        assertThat(Files.readString(directory.resolve(names("qf").getFirst()))).contains("\nN2\n");
        assertThat(names("tf")).isEmpty();
    }

    @Test
    void aLargeBodyGoesThroughAFile() throws Exception {
        String body = "0123456789abcde\n".repeat(40_000);
        MailQueueContract.send(queue, "<a@example.org>", body);
        assertThat(names(directory.resolve("journal"), "body-")).hasSize(1);
        MailQueue.Claim claim = MailQueueContract.next(queue);
        assertThat(MailQueueContract.text(claim)).isEqualTo(body);
        claim.retry(claim.envelope());
        assertThat(names("df")).hasSize(1);
        assertThat(names(directory.resolve("journal"), "body-")).isEmpty();
        clock.advanceSeconds(61);
        claim = MailQueueContract.next(queue);
        assertThat(MailQueueContract.text(claim)).isEqualTo(body);
        claim.done();
        assertThat(names("df")).isEmpty();
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
