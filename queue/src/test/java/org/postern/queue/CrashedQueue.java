package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.postern.base.Ascii;
import org.postern.mail.Envelope;
import org.postern.mail.Recipient;
import org.postern.testkit.CrashingFiles;

/// A queue on a file system that may lose its power, with a book of what was promised to whom.
///
/// Each message has a sender of its own, and a body that follows from it, so that whatever turns up after a crash
/// can be checked.
final class CrashedQueue {
    private static final Path JOURNAL = Path.of("/queue/journal");
    private static final List<Path> QUEUES = List.of(Path.of("/queue/a"), Path.of("/queue/b"));

    /// What was promised about one message.
    enum Promise {
        /// Sent, no answer yet, or refused: absent or whole.
        NONE,
        /// Acknowledged: present.
        KEPT,
        /// Finished, but perhaps not durably: absent or present once.
        FINISHED,
        /// Finished for certain: absent.
        GONE
    }

    final StandingClock clock = new StandingClock();
    final Map<String, Promise> promises = new ConcurrentHashMap<>();

    /// Senders of messages whose end the queue has taken.
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /// The smallest number of attempts that a message must remember.
    final Map<String, Integer> attempts = new ConcurrentHashMap<>();

    /// Tried without anybody getting it.
    private final Set<String> deferred = ConcurrentHashMap.newKeySet();

    CrashingFiles files = new CrashingFiles(Path.of("/queue"), JOURNAL, QUEUES.get(0), QUEUES.get(1));
    /// What happened, for the report of a failure.
    private final List<String> story = Collections.synchronizedList(new ArrayList<>());

    private final RandomGenerator keys;
    private int sent;
    JournalQueue queue;

    private final QueueSafety safety;

    CrashedQueue(long seed) throws QueueException {
        this(seed, QueueSafety.DURABLE);
    }

    CrashedQueue(long seed, QueueSafety safety) throws QueueException {
        this.safety = safety;
        keys = new SplittableRandom(seed);
        queue = open();
    }

    private JournalQueue open() throws QueueException {
        clock.advanceSeconds(2);
        QueueSettings settings = QueueSettings.standard(JOURNAL, QUEUES, CrashingFiles.OWNER)
                .withJournal(new JournalLimits(64 << 10, 4, 1, Duration.ZERO, Duration.ofMillis(1)))
                .withMemory(new QueueSettings.Memory(4, 4000, 2000, 1 << 20))
                .withTimes(new QueueSettings.Times(Duration.ofSeconds(5), Duration.ZERO, 2))
                .withFiles(0600, 1000)
                .withSafety(safety)
                .withRetries(RetryTimes.STANDARD.withInterval(Duration.ofMinutes(1)));
        return JournalQueue.open(
                settings, new JournalQueue.Surroundings(files, clock, keys, event -> story.add(event.line()), 4711));
    }

    void note(String text) {
        story.add(text);
    }

    static String body(String sender) {
        int size = Math.floorMod(sender.hashCode() * 7919, 3) == 0 ? 5000 : Math.floorMod(sender.hashCode() * 31, 1500);
        return (sender + '\n').repeat(size / sender.length() + 1);
    }

    synchronized String newSender() {
        sent++;
        return "<m" + sent + "@example.org>";
    }

    /// Sends a message and notes what may be expected of it.
    void send(String sender) throws QueueException {
        send(queue, sender, DeliveryStart.USUAL);
    }

    /// The same; a sender that waits has a promise only after the first attempt.
    void send(JournalQueue to, String sender, DeliveryStart delivery) throws QueueException {
        promises.put(sender, Promise.NONE);
        try (MailQueue.Reception reception = to.receive()) {
            byte[] bytes = Ascii.bytes(body(sender));
            reception.write(bytes, 0, bytes.length / 2);
            reception.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            List<String> finished = finished();
            reception.commit(
                    Envelope.builder(reception.id())
                            .sender(sender)
                            .recipients(List.of(Recipient.of("one"), Recipient.of("two")))
                            .build(),
                    delivery);
            reception.awaitFirstAttempt();
            // nothing more is promised of what is finished already
            promises.compute(sender, (_, known) -> known == Promise.NONE ? Promise.KEPT : known);
            story.add("sent " + reception.id() + sender);
            if (safety.syncs(delivery)) {
                // what was finished before this commit began is durable with it
                finished.forEach(each -> promises.put(each, Promise.GONE));
            }
        }
    }

    private List<String> finished() {
        List<String> finished = new ArrayList<>();
        promises.forEach((sender, promise) -> {
            if (promise == Promise.FINISHED && told.contains(sender)) {
                finished.add(sender);
            }
        });
        return finished;
    }

    /// The next message that is due, checked.
    Optional<MailQueue.Claim> take() {
        return queue.takeDue();
    }

    void done(MailQueue.Claim claim) throws QueueException {
        String sender = claim.envelope().sender();
        promises.put(sender, Promise.FINISHED);
        claim.done();
        told.add(sender);
        story.add("done " + sender);
    }

    void retry(MailQueue.Claim claim) throws QueueException {
        Envelope old = claim.envelope();
        claim.retry(old.toBuilder().recipients(List.of(Recipient.of("two"))).build());
        attempts.put(old.sender(), old.attempts() + 1);
        story.add("retried " + old.sender());
    }

    /// Nobody has got it: the attempt itself may be forgotten, the message not.
    void defer(MailQueue.Claim claim) throws QueueException {
        deferred.add(claim.envelope().sender());
        claim.retry(claim.envelope());
        story.add("deferred " + claim.envelope().sender());
    }

    /// Closes and opens.
    void restart() throws QueueException {
        try {
            queue.close();
            story.add("closed");
        } catch (QueueException e) {
            story.add("close failed: " + e.getMessage());
            if (files.stopped()) {
                throw e;
            }
        }
        try {
            queue = open();
            story.add("opened");
        } catch (QueueException e) {
            story.add("open failed: " + e.getMessage());
            if (files.stopped()) {
                throw e;
            }
            queue = open();
        }
    }

    /// The power fails now, unless it has failed already, and comes back.
    void powerFailure(RandomGenerator random) throws QueueException {
        files.stop();
        queue.abandon();
        files = files.restart(random);
        queue = open();
    }

    /// The power fails, comes back, and fails again while the queue opens.
    void powerFailureTwice(RandomGenerator random, int operation) throws QueueException {
        files.stop();
        queue.abandon();
        files = files.restart(random);
        files.stopAt(operation);
        try {
            queue = open();
            queue.abandon();
        } catch (QueueException _) {
            // as intended
        }
        files.stop();
        files = files.restart(random);
        queue = open();
    }

    /// The process is killed, unless the power has failed already, and starts again.
    void kill(RandomGenerator random) throws QueueException {
        if (files.stopped()) {
            powerFailure(random);
            return;
        }
        CrashingFiles after = files.restartAfterKill();
        queue.abandon();
        files = after;
        queue = open();
    }

    /// Takes everything out and compares it with what was promised; then everything is finished.
    void check(String context) throws Exception {
        String what = context + story + "\n";
        clock.advanceSeconds(100_000);
        checkFiles(what);
        Map<String, Integer> seen = new HashMap<>();
        for (Optional<MailQueue.Claim> claim = take(); claim.isPresent(); claim = take()) {
            Envelope envelope = claim.get().envelope();
            String sender = envelope.sender();
            seen.merge(sender, 1, Integer::sum);
            assertThat(MailQueueContract.text(claim.get())).as(what + sender).isEqualTo(body(sender));
            int known = attempts.getOrDefault(sender, 0);
            assertThat(envelope.attempts()).as(what + sender).isGreaterThanOrEqualTo(known);
            boolean some = known > 0 || (envelope.attempts() > 0 && !deferred.contains(sender));
            if (some || !deferred.contains(sender)) {
                assertThat(envelope.recipients()).as(what + sender).hasSize(some ? 1 : 2);
            }
            claim.get().done();
        }
        promises.forEach((sender, promise) -> {
            int count = seen.getOrDefault(sender, 0);
            switch (promise) {
                case NONE, FINISHED ->
                    assertThat(count).as(what + sender + promise).isLessThanOrEqualTo(1);
                case KEPT -> assertThat(count).as(what + sender + promise).isEqualTo(1);
                case GONE -> assertThat(count).as(what + sender + promise).isZero();
            }
        });
        assertThat(promises.keySet()).as(what).containsAll(seen.keySet());
        promises.clear();
        attempts.clear();
        queue.close();
    }

    /// No message has two control files, and none is lost.
    private void checkFiles(String what) throws Exception {
        List<String> controls = new ArrayList<>();
        for (Path directory : QUEUES) {
            files.list(directory, name -> {
                assertThat(name).as(what).doesNotStartWith("Qf");
                if (name.startsWith("qf")) {
                    controls.add(name);
                }
            });
        }
        assertThat(controls).as(what).doesNotHaveDuplicates();
    }
}
