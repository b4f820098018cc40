package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Walks over the table of states in the package documentation: the power fails at every change of the file system, and
/// whatever was not synced is kept or lost by chance.
@Timeout(120)
class QueueCrashTest {
    private static final int RANDOM_RUNS = 500;

    /// Commit, delivery at once, hand-over, change, removal, close and start, with small and large bodies.
    private static void scenario(CrashedQueue crashed) throws QueueException {
        for (int i = 0; i < 4; i++) {
            crashed.send(crashed.newSender());
        }
        endSome(crashed, 1);
        crashed.clock.advanceSeconds(120);
        endSome(crashed, 0);
        crashed.send(crashed.newSender());
        crashed.clock.advanceSeconds(240);
        endSome(crashed, 2);
        crashed.restart();
        endSome(crashed, 1);
        crashed.send(crashed.newSender());
        crashed.restart();
    }

    /// Takes what is due; finishes every third, the others are tried again later.
    private static void endSome(CrashedQueue crashed, int first) throws QueueException {
        int number = first;
        List<MailQueue.Claim> claims = new ArrayList<>();
        for (Optional<MailQueue.Claim> claim = crashed.take(); claim.isPresent(); claim = crashed.take()) {
            claims.add(claim.get());
        }
        for (MailQueue.Claim claim : claims) {
            if (number++ % 3 == 0) {
                crashed.done(claim);
            } else if (claim.envelope().attempts() == 0) {
                crashed.defer(claim);
            } else {
                crashed.retry(claim);
            }
        }
    }

    /// QUE-01: the power fails at each step.
    @Test
    void everyStepMayBeTheLast() throws Exception {
        long operations = operationsOfScenario();
        assertThat(operations).isGreaterThan(80);
        for (int step = 1; step <= operations; step++) {
            for (int seed = 0; seed < 2; seed++) {
                CrashedQueue crashed = new CrashedQueue(seed);
                crashed.files.stopAt(step);
                try {
                    scenario(crashed);
                } catch (QueueException _) {
                    assertThat(crashed.files.stopped()).isTrue();
                }
                SplittableRandom random = new SplittableRandom(1000L * step + seed);
                if (seed == 0) {
                    crashed.powerFailure(random);
                } else {
                    crashed.powerFailureTwice(random, 1 + random.nextInt(30));
                }
                crashed.check("step " + step + " seed " + seed + ": ");
            }
        }
    }

    private static long operationsOfScenario() throws Exception {
        CrashedQueue whole = new CrashedQueue(0);
        long before = whole.files.operations();
        scenario(whole);
        long operations = whole.files.operations() - before;
        whole.check("no crash: ");
        return operations;
    }

    /// QUE-01: the power fails anywhere.
    @Test
    void randomLivesWithRandomEnds() throws Exception {
        for (int run = 0; run < RANDOM_RUNS; run++) {
            SplittableRandom random = new SplittableRandom(run);
            QueueSafety safety = run % 3 == 2 ? QueueSafety.INTERACTIVE : QueueSafety.DURABLE;
            CrashedQueue crashed = new CrashedQueue(run, safety);
            crashed.files.stopAt(1 + random.nextInt(200));
            try {
                for (int i = 0; i < 60; i++) {
                    step(crashed, random);
                }
            } catch (QueueException _) {
                assertThat(crashed.files.stopped()).as("run " + run).isTrue();
            }
            switch (random.nextInt(4)) {
                case 0 -> crashed.kill(random);
                case 1 -> crashed.powerFailureTwice(random, 1 + random.nextInt(40));
                default -> crashed.powerFailure(random);
            }
            crashed.check("run " + run + ": ");
        }
    }

    /// A disk that fails is told to those who wait for it: all, unless SuperSafe says less.
    @Test
    void aFailingSyncIsToldToThoseWhoWaitForIt() throws Exception {
        for (QueueSafety safety : QueueSafety.values()) {
            CrashedQueue crashed = new CrashedQueue(1, safety);
            crashed.send(crashed.newSender());
            crashed.files.failNextSync();
            if (safety == QueueSafety.WRITTEN) {
                crashed.send(crashed.newSender());
            } else {
                assertThatThrownBy(() -> crashed.send(crashed.newSender())).isInstanceOf(QueueException.class);
            }
        }
        CrashedQueue interactive = new CrashedQueue(1, QueueSafety.INTERACTIVE);
        interactive.send(interactive.newSender());
        interactive.take().orElseThrow().done();
        interactive.files.failNextSync();
        FutureTask<Boolean> sending = MailQueueContract.sendAndWait(interactive.queue, "<waits@example.org>");
        MailQueueContract.next(interactive.queue).done();
        assertThat(sending.get()).isTrue();
    }

    /// DOS-13: a disk that is full at each step.
    @Test
    void aFullDiskIsToldAndNothingIsLost() throws Exception {
        CrashedQueue crashed = new CrashedQueue(1);
        crashed.send(crashed.newSender());
        crashed.files.capacity(crashed.files.used() + 500);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 200; i++) {
                        crashed.clock.advanceSeconds(2);
                        crashed.send(crashed.newSender());
                    }
                })
                .isInstanceOfSatisfying(
                        QueueException.class, e -> assertThat(e.kind()).isEqualTo(QueueException.Kind.DISK_FULL));
        crashed.files.capacity(Long.MAX_VALUE / 4);
        crashed.clock.advanceSeconds(2);
        crashed.send(crashed.newSender());
        crashed.powerFailure(new SplittableRandom(1));
        crashed.check("full disk: ");
    }

    @Test
    void theJournalFillsUpAndEmptiesAgain() throws Exception {
        CrashedQueue crashed = new CrashedQueue(1);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2000; i++) {
                        crashed.send(crashed.newSender());
                    }
                })
                .isInstanceOfSatisfying(
                        QueueException.class, e -> assertThat(e.kind()).isEqualTo(QueueException.Kind.TOO_MANY));
        crashed.restart();
        crashed.send(crashed.newSender());
        crashed.check("full journal: ");
    }

    private static void step(CrashedQueue crashed, SplittableRandom random) throws QueueException {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> unlessFailing(crashed, () -> crashed.send(crashed.newSender()));
            case 3 -> {
                if (random.nextInt(3) == 0) {
                    sendAndWait(crashed, random);
                } else {
                    sendTogether(crashed, 1 + random.nextInt(6));
                }
            }
            case 4, 5, 6 -> {
                Optional<MailQueue.Claim> claim = crashed.take();
                if (claim.isPresent()) {
                    unlessFailing(crashed, () -> end(crashed, claim.get(), random));
                }
            }
            case 7 -> crashed.clock.advanceSeconds(random.nextInt(100));
            case 8 -> {
                if (random.nextInt(4) == 0) {
                    crashed.note("a sync will fail");
                    crashed.files.failNextSync();
                }
            }
            default -> {
                if (random.nextInt(6) == 0) {
                    crashed.restart();
                }
            }
        }
    }

    /// A sender waits for the first attempt (`DeliveryMode=i`), which ends anyhow.
    private static void sendAndWait(CrashedQueue crashed, SplittableRandom random) throws QueueException {
        JournalQueue queue = crashed.queue;
        FutureTask<Boolean> sending = new FutureTask<>(() -> {
            try {
                crashed.send(queue, crashed.newSender(), DeliveryStart.AWAITED);
            } catch (QueueException _) {
                // no promise was made
            }
            return true;
        });
        Thread.ofVirtual().start(sending);
        while (!sending.isDone() && !crashed.files.stopped()) {
            Optional<MailQueue.Claim> claim = crashed.take();
            if (claim.isPresent()) {
                unlessFailing(crashed, () -> end(crashed, claim.get(), random));
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private static void end(CrashedQueue crashed, MailQueue.Claim claim, SplittableRandom random)
            throws QueueException {
        switch (random.nextInt(5)) {
            case 0 -> claim.release();
            case 1 -> crashed.retry(claim);
            case 2 -> crashed.defer(claim);
            default -> crashed.done(claim);
        }
    }

    private interface Action {
        void run() throws QueueException;
    }

    /// A failed sync is an answer like any other; only a stopped machine ends the run.
    private static void unlessFailing(CrashedQueue crashed, Action action) throws QueueException {
        try {
            action.run();
        } catch (QueueException e) {
            if (crashed.files.stopped()) {
                throw e;
            }
        }
    }

    private static void sendTogether(CrashedQueue crashed, int count) {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                senders.execute(() -> {
                    try {
                        crashed.send(crashed.newSender());
                    } catch (QueueException _) {
                        // no promise was made
                    }
                });
            }
        }
    }
}
