package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;
import org.postern.mail.Envelope;
import org.postern.os.RealDurableFiles;
import org.postern.queue.DeliveryStart;
import org.postern.queue.MailQueue;
import org.postern.queue.MemoryQueue;
import org.postern.queue.PriorityFactors;
import org.postern.queue.QueueException;
import org.postern.queue.RetryTimes;

/// The service as it runs: takes messages from a real queue on its own threads, and stops without losing any.
final class DispatcherTest {
    private static final int MESSAGES = 200;
    private static final long LIMIT_SECONDS = 30;

    private final MemoryQueue queue = new MemoryQueue(
            new SystemClock(), new SplittableRandom(1), RetryTimes.STANDARD, PriorityFactors.STANDARD, 10_000, 1);

    private static Optional<MailQueue> optional(MailQueue queue) {
        return Optional.of(queue);
    }

    private void commit(DeliveryBench bench, String recipient) throws QueueException {
        commit(bench, recipient, DeliveryStart.USUAL);
    }

    private void commit(DeliveryBench bench, String recipient, DeliveryStart delivery) throws QueueException {
        try (MailQueue.Reception reception = queue.receive()) {
            byte[] body = Ascii.bytes("body\n");
            reception.write(body, 0, body.length);
            Envelope envelope = bench.builder(recipient)
                    .id(reception.id())
                    .arrivedSeconds(new SystemClock().epochSeconds())
                    .build();
            reception.commit(envelope, delivery);
            reception.awaitFirstAttempt();
        }
    }

    /// `DeliveryMode=i`: when the sender is answered, the attempt has been made.
    @Test
    void aSenderWaitsForTheFirstAttempt() throws IOException, QueueException, InterruptedException {
        try (ScriptedHost host = new ScriptedHost();
                DeliveryBench bench = new DeliveryBench(host.port(), "", DeliveryLimits.defaults(), optional(queue))) {
            bench.service.start();
            commit(bench, "u@smart.test", DeliveryStart.AWAITED);
            assertThat(host.messages()).hasSize(1);

            host.answer("RCPT", "451 4.2.0 later");
            commit(bench, "v@smart.test", DeliveryStart.AWAITED);
            assertThat(bench.log().getLast()).endsWith("stat=Deferred: 451 4.2.0 later");
            assertThat(bench.service.stop(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
            assertThat(queue.figures().waiting()).isEqualTo(1);
        }
    }

    @Test
    void deliversEverythingOverFewConnections() throws IOException, QueueException, InterruptedException {
        CountDownLatch done = new CountDownLatch(MESSAGES);
        try (ScriptedHost host = new ScriptedHost();
                DeliveryBench bench = new DeliveryBench(host.port(), "", DeliveryLimits.defaults(), optional(queue))) {
            bench.whenTried(done::countDown);
            for (int i = 0; i < MESSAGES; i++) {
                commit(bench, "u" + i + "@smart.test");
            }
            bench.service.start();

            assertThat(done.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(bench.service.stop(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
            assertThat(host.messages()).hasSize(MESSAGES);
            assertThat(host.connections())
                    .isLessThanOrEqualTo(DeliveryLimits.defaults().connectionsAtMost());
            assertThat(bench.service.figures().delivered()).isEqualTo(MESSAGES);
            assertThat(queue.figures().waiting()).isZero();
            assertThat(queue.figures().claimed()).isZero();
        }
    }

    /// SingleThreadDelivery: never more than one connection to a host, whatever waits for it.
    @Test
    void speaksToAHostOnOneConnectionWhenTheOptionSaysSo(@TempDir Path status) throws Exception {
        int messages = 30;
        CountDownLatch done = new CountDownLatch(messages);
        try (ScriptedHost host = new ScriptedHost();
                DeliveryBench bench = new DeliveryBench(
                        host.port(),
                        "O HostStatusDirectory=" + status + "\nO SingleThreadDelivery=true\n",
                        queue,
                        new HostStatusDirectory(status, new RealDurableFiles()))) {
            bench.whenTried(done::countDown);
            for (int i = 0; i < messages; i++) {
                commit(bench, "u" + i + "@smart.test");
            }
            bench.service.start();
            assertThat(done.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(bench.service.stop(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
            assertThat(host.messages()).hasSize(messages);
            assertThat(host.connections()).isEqualTo(1);
        }
    }

    @Test
    void givesBackWhatIsNotFinishedAtTheDeadline() throws IOException, QueueException, InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        try (ScriptedHost host = new ScriptedHost();
                DeliveryBench bench = new DeliveryBench(host.port(), "", DeliveryLimits.defaults(), optional(queue))) {
            host.answer("MAIL", "SILENCE").whenSilent(hanging::countDown);
            commit(bench, "u@smart.test");
            bench.service.start();
            assertThat(hanging.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();

            assertThat(bench.service.stop(Duration.ZERO)).isTrue();

            assertThat(queue.figures().claimed()).isZero();
            assertThat(queue.figures().waiting()).isEqualTo(1);
            assertThat(host.messages()).isEmpty();
        }
    }

    @Test
    void survivesAFaultOfAMailer() throws QueueException, InterruptedException {
        CountDownLatch tried = new CountDownLatch(1);
        try (DeliveryBench bench = new DeliveryBench(1, "", DeliveryLimits.defaults(), optional(queue))) {
            bench.whenTried(tried::countDown);
            bench.mailboxFault = true;
            commit(bench, "bob@mx.exam.test");
            bench.service.start();

            assertThat(tried.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(bench.service.stop(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
            assertThat(queue.figures().waiting()).isEqualTo(1);
            assertThat(bench.log())
                    .anyMatch(line -> line.contains("SYSERR: mailer local failed"))
                    .anyMatch(line -> line.endsWith("stat=Deferred: internal error"));
        }
    }
}
