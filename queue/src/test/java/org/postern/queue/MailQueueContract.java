package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;
import org.postern.mail.Envelope;
import org.postern.mail.Recipient;

/// What every [MailQueue] promises. The clock of the queue stands still unless the test moves it.
interface MailQueueContract {
    /// The queue under test, empty, with retry times of one minute.
    MailQueue queue();

    /// Its clock.
    StandingClock clock();

    static Envelope envelope(MailQueue.Reception reception, String sender, String... recipients) {
        return Envelope.builder(reception.id())
                .arrivedSeconds(1_700_000_000)
                .sender(sender)
                .recipients(List.of(recipients).stream().map(Recipient::of).toList())
                .build();
    }

    static void send(MailQueue queue, String sender, String body) throws QueueException {
        try (MailQueue.Reception reception = queue.receive()) {
            byte[] bytes = Ascii.bytes(body);
            reception.write(bytes, 0, bytes.length);
            reception.commit(envelope(reception, sender, "bob@example.org"));
        }
    }

    /// Sends a message on a thread of its own that waits for the first attempt (`DeliveryMode=i`).
    static FutureTask<Boolean> sendAndWait(MailQueue queue, String sender) {
        FutureTask<Boolean> sending = new FutureTask<>(() -> {
            try (MailQueue.Reception reception = queue.receive()) {
                reception.write(Ascii.bytes("body\n"), 0, 5);
                reception.commit(envelope(reception, sender, "bob@example.org"), DeliveryStart.AWAITED);
                reception.awaitFirstAttempt();
            }
            return true;
        });
        Thread.ofVirtual().start(sending);
        return sending;
    }

    static String text(MailQueue.Claim claim) throws IOException {
        try (InputStream in = claim.body().open()) {
            return Ascii.text(in.readAllBytes());
        }
    }

    static MailQueue.Claim next(MailQueue queue) throws InterruptedException {
        return queue.take().orElseThrow();
    }

    @Test
    default void handsOutWhatWasCommitted() throws Exception {
        send(queue(), "<alice@example.org>", "hello\n");
        MailQueue.Claim claim = next(queue());
        assertThat(claim.envelope().sender()).isEqualTo("<alice@example.org>");
        assertThat(text(claim)).isEqualTo("hello\n");
        assertThat(text(claim)).isEqualTo("hello\n");
        assertThat(claim.body().size()).isEqualTo(6);
        assertThat(queue().figures().claimed()).isEqualTo(1);
        claim.done();
        assertThat(queue().figures().claimed()).isZero();
        assertThat(queue().figures().waiting()).isZero();
        assertThat(queue().figures().committed()).isEqualTo(1);
        assertThatThrownBy(claim::done).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void forgetsWhatWasNotCommitted() throws Exception {
        try (MailQueue.Reception reception = queue().receive()) {
            reception.write(new byte[10], 2, 8);
            assertThat(reception.size()).isEqualTo(8);
        }
        send(queue(), "<second@example.org>", "");
        MailQueue.Claim claim = next(queue());
        assertThat(claim.envelope().sender()).isEqualTo("<second@example.org>");
        claim.done();
        assertThat(queue().figures().waiting()).isZero();
    }

    @Test
    default void idsAreUnique() throws Exception {
        try (MailQueue.Reception one = queue().receive();
                MailQueue.Reception two = queue().receive()) {
            assertThat(one.id()).isNotEqualTo(two.id());
            assertThat(one.id().value()).hasSize(14);
            assertThatThrownBy(() -> one.commit(envelope(two, "<>", "x"))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void takesTheCheapestOfThoseThatAreDue() throws Exception {
        for (long priority : new long[] {300, 100, 200}) {
            try (MailQueue.Reception reception = queue().receive()) {
                reception.commit(envelope(reception, "<s" + priority + "@example.org>", "r").toBuilder()
                        .priority(priority)
                        .build());
            }
        }
        for (long priority : new long[] {100, 200, 300}) {
            MailQueue.Claim claim = next(queue());
            assertThat(claim.envelope().priority()).isEqualTo(priority);
            claim.done();
        }
    }

    @Test
    default void aRetryIsCountedAndWaits() throws Exception {
        send(queue(), "<a@example.org>", "body\n");
        MailQueue.Claim claim = next(queue());
        claim.retry(claim.envelope().toBuilder()
                .statusMessage(Optional.of("Deferred: no answer"))
                .recipients(List.of(Recipient.of("carol@example.org")))
                .build());
        send(queue(), "<b@example.org>", "other\n");
        MailQueue.Claim other = next(queue());
        assertThat(other.envelope().sender()).isEqualTo("<b@example.org>");
        other.done();
        clock().advanceSeconds(61);
        MailQueue.Claim again = next(queue());
        assertThat(again.envelope().sender()).isEqualTo("<a@example.org>");
        assertThat(again.envelope().attempts()).isEqualTo(1);
        assertThat(again.envelope().lastAttemptSeconds()).isEqualTo(clock().epochSeconds() - 61);
        assertThat(again.envelope().priority()).isEqualTo(90_000);
        assertThat(again.envelope().statusMessage()).contains("Deferred: no answer");
        assertThat(again.envelope().recipients()).containsExactly(Recipient.of("carol@example.org"));
        assertThat(text(again)).isEqualTo("body\n");
        again.done();
        assertThat(queue().figures().waiting()).isZero();
    }

    @Test
    default void aRunMakesSelectedMessagesDue() throws Exception {
        for (String name : List.of("one", "two")) {
            send(queue(), "<" + name + "@example.org>", name);
            MailQueue.Claim claim = next(queue());
            claim.retry(claim.envelope());
        }
        QueueSelection two =
                new QueueSelection(List.of(new QueueSelection.Condition(QueueSelection.Part.SENDER, "TWO", false)));
        assertThat(queue().runNow(two)).isEqualTo(1);
        MailQueue.Claim claim = next(queue());
        assertThat(claim.envelope().sender()).isEqualTo("<two@example.org>");
        claim.done();
        assertThat(queue().runNow(QueueSelection.ALL)).isEqualTo(1);
        next(queue()).done();
    }

    @Test
    default void aReleasedMessageComesBackUncounted() throws Exception {
        send(queue(), "<a@example.org>", "x");
        next(queue()).release();
        clock().advanceSeconds(2);
        MailQueue.Claim claim = next(queue());
        assertThat(claim.envelope().attempts()).isZero();
        claim.done();
    }

    @Test
    default void aQuarantinedMessageIsNotHandedOut() throws Exception {
        try (MailQueue.Reception reception = queue().receive()) {
            reception.commit(envelope(reception, "<q@example.org>", "r").toBuilder()
                    .quarantineReason(Optional.of("because"))
                    .build());
        }
        send(queue(), "<a@example.org>", "x");
        MailQueue.Claim claim = next(queue());
        assertThat(claim.envelope().sender()).isEqualTo("<a@example.org>");
        claim.done();
    }

    @Test
    default void aSenderMayWaitForTheFirstAttempt() throws Exception {
        FutureTask<Boolean> sending = sendAndWait(queue(), "<one@example.org>");
        MailQueue.Claim claim = next(queue());
        assertThat(sending.isDone()).isFalse();
        claim.done();
        assertThat(sending.get()).isTrue();

        sending = sendAndWait(queue(), "<two@example.org>");
        claim = next(queue());
        claim.retry(claim.envelope());
        assertThat(sending.get()).isTrue();

        sending = sendAndWait(queue(), "<three@example.org>");
        next(queue()).release();
        assertThat(sending.get()).isTrue();
    }

    @Test
    default void aSenderWaitsNoLongerThanTheQueueIsOpen() throws Exception {
        FutureTask<Boolean> sending = sendAndWait(queue(), "<a@example.org>");
        MailQueue.Claim claim = next(queue());
        Thread closing = Thread.ofVirtual().start(() -> {
            try {
                queue().close();
            } catch (QueueException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(sending.get()).isTrue();
        claim.release();
        closing.join();
    }

    @Test
    default void aClosedQueueTakesAndGivesNothing() throws Exception {
        send(queue(), "<a@example.org>", "x");
        MailQueue.Reception open = queue().receive();
        queue().close();
        assertThat(queue().take()).isEmpty();
        assertThatThrownBy(() -> queue().receive())
                .isInstanceOfSatisfying(
                        QueueException.class, e -> assertThat(e.kind()).isEqualTo(QueueException.Kind.CLOSING));
        assertThatThrownBy(() -> open.commit(envelope(open, "<b@example.org>", "r")))
                .isInstanceOf(QueueException.class);
    }
}
