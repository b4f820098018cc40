package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.Identity;

/// The first turn is held up until all others wait.
final class MailboxTurnsTest {
    private static final MailboxAuthority.Decision.Granted ALICE = mailbox("alice");

    private MailboxTurns turns = new MailboxTurns(Duration.ZERO);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final List<List<String>> delivered = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        first.countDown();
        threads.shutdownNow();
    }

    private static MailboxAuthority.Decision.Granted mailbox(String name) {
        return new MailboxAuthority.Decision.Granted(new Identity(1000, 1000, List.of()), 1000, "/var/mail", name);
    }

    private static Letter letter(String sender, int size) throws IOException {
        return Letter.of(sender, MailboxFixture.stream("x".repeat(size)));
    }

    private static HelperAnswer answerFor(Letter letter) {
        return new HelperAnswer.Delivered("2.1.5", letter.sender());
    }

    private List<HelperAnswer> deliver(List<Letter> letters) {
        begun.countDown();
        try {
            first.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delivered.add(letters.stream().map(Letter::sender).toList());
        return letters.stream().map(MailboxTurnsTest::answerFor).toList();
    }

    private Future<HelperAnswer> start(MailboxAuthority.Decision.Granted mailbox, Letter letter) {
        return threads.submit(() -> turns.deliver(mailbox, letter, this::deliver));
    }

    /// Letters in an order that is certain: each is waiting before the next comes.
    private Future<HelperAnswer> waits(Letter letter) {
        int before = turns.waiting(ALICE);
        Future<HelperAnswer> answer = start(ALICE, letter);
        while (turns.waiting(ALICE) == before) {
            Thread.onSpinWait();
        }
        return answer;
    }

    @Test
    void whatWaitsGoesTogetherAndEachHasItsAnswer() throws Exception {
        Future<HelperAnswer> one = start(ALICE, letter("one", 1));
        begun.await();
        Future<HelperAnswer> two = waits(letter("two", 1));
        Future<HelperAnswer> three = waits(letter("three", 1));
        first.countDown();

        assertThat(one.get()).isEqualTo(new HelperAnswer.Delivered("2.1.5", "one"));
        assertThat(two.get()).isEqualTo(new HelperAnswer.Delivered("2.1.5", "two"));
        assertThat(three.get()).isEqualTo(new HelperAnswer.Delivered("2.1.5", "three"));
        assertThat(delivered).containsExactly(List.of("one"), List.of("two", "three"));
        assertThat(turns.waiting(ALICE)).isZero();
    }

    /// The second turn would rest for an hour.
    @Test
    void theNextTurnRestsUntilEnoughLettersAreThere() throws Exception {
        turns = new MailboxTurns(Duration.ofHours(1));
        Future<HelperAnswer> one = start(ALICE, letter("first", 1));
        begun.await();
        Future<HelperAnswer> second = waits(letter("second", 1));
        first.countDown();
        assertThat(one.get()).isEqualTo(new HelperAnswer.Delivered("2.1.5", "first"));
        while (turns.waiting(ALICE) != 0) {
            Thread.onSpinWait();
        }
        for (int i = 1; i < MailboxTurns.ENOUGH; i++) {
            assertThat(second).isNotDone();
            Future<HelperAnswer> _ = start(ALICE, letter("s" + i, 1));
        }

        assertThat(second.get()).isEqualTo(new HelperAnswer.Delivered("2.1.5", "second"));
        assertThat(delivered).extracting(List::size).containsExactly(1, MailboxTurns.ENOUGH);
    }

    @Test
    void theNextTurnBeginsAfterTheRest() throws Exception {
        turns = new MailboxTurns(Duration.ofMillis(1));
        Future<HelperAnswer> one = start(ALICE, letter("first", 1));
        begun.await();
        Future<HelperAnswer> second = waits(letter("second", 1));
        first.countDown();

        assertThat(one.get()).isEqualTo(new HelperAnswer.Delivered("2.1.5", "first"));
        assertThat(second.get()).isEqualTo(new HelperAnswer.Delivered("2.1.5", "second"));
    }

    @Test
    void aLargeLetterGoesAlone() throws Exception {
        Future<HelperAnswer> one = start(ALICE, letter("one", 1));
        begun.await();
        List<Future<HelperAnswer>> others = List.of(
                waits(letter("two", 1)),
                waits(letter("large", Letter.SMALL)),
                waits(letter("three", 1)),
                waits(letter("four", Letter.SMALL - 1)));
        first.countDown();

        assertThat(one.get()).isEqualTo(new HelperAnswer.Delivered("2.1.5", "one"));
        for (Future<HelperAnswer> other : others) {
            assertThat(other.get()).isInstanceOf(HelperAnswer.Delivered.class);
        }
        assertThat(delivered)
                .containsExactly(List.of("one"), List.of("two"), List.of("large"), List.of("three", "four"));
    }

    @Test
    void aTurnHasALimit() throws Exception {
        Future<HelperAnswer> one = start(ALICE, letter("one", 1));
        begun.await();
        for (int i = 0; i < 70; i++) {
            Future<HelperAnswer> _ = waits(letter("s" + i, 1));
        }
        first.countDown();

        assertThat(one.get()).isInstanceOf(HelperAnswer.Delivered.class);
        while (delivered.size() < 3) {
            Thread.onSpinWait();
        }
        assertThat(delivered).extracting(List::size).containsExactly(1, 64, 6);
    }

    @Test
    void mailboxesDoNotWaitForEachOther() throws Exception {
        Future<HelperAnswer> one = start(ALICE, letter("one", 1));
        begun.await();

        assertThat(turns.deliver(
                        mailbox("bob"),
                        letter("two", 1),
                        letters -> letters.stream()
                                .map(MailboxTurnsTest::answerFor)
                                .toList()))
                .isEqualTo(new HelperAnswer.Delivered("2.1.5", "two"));
        first.countDown();
        assertThat(one.get()).isInstanceOf(HelperAnswer.Delivered.class);
    }

    @Test
    void aBugInATurnReachesAllOfItAndNobodyElse() throws Exception {
        Future<HelperAnswer> one = start(ALICE, letter("one", 1));
        begun.await();
        Future<HelperAnswer> two = threads.submit(() -> turns.deliver(ALICE, letter("two", 1), _ -> {
            throw new IllegalStateException("bug");
        }));
        while (turns.waiting(ALICE) == 0) {
            Thread.onSpinWait();
        }
        Future<HelperAnswer> three = waits(letter("three", 1));
        first.countDown();

        assertThat(one.get()).isInstanceOf(HelperAnswer.Delivered.class);
        assertThatThrownBy(two::get).rootCause().hasMessage("bug");
        assertThatThrownBy(three::get).rootCause().hasMessage("bug");
        assertThat(start(ALICE, letter("four", 1)).get()).isEqualTo(new HelperAnswer.Delivered("2.1.5", "four"));
    }
}
