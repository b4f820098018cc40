package org.postern.helper;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postern.helperwire.HelperAnswer;

/// Brings letters that wait for the same mailbox together: the first of them is delivered by its own thread, and what
/// has come meanwhile goes together in the next turn, so that a turn changes the identity once, locks once and waits
/// for the disk once. Nobody is delivered for whose turn has not begun; the thread that delivers a turn is always one
/// whose own letter is in it.
///
/// Between two turns of a mailbox that is busy lies a rest of [#REST], unless enough letters for a good turn are
/// there: more come together, and programs that try for the lock now and then find it free. A letter that finds nobody
/// at its mailbox does not wait.
///
/// Safe for use by several threads; it holds no more letters than there are threads.
final class MailboxTurns {
    /// From the end of a turn to the beginning of the next.
    static final Duration REST = Duration.ofMillis(10);

    /// Letters for which nobody rests.
    static final int ENOUGH = 16;

    /// Letters of one turn.
    private static final int MOST = 64;

    /// Bytes of one turn.
    private static final int MOST_BYTES = 1 << 20;

    private final Duration rest;
    private final Map<MailboxAuthority.Decision.Granted, Line> mailboxes = new HashMap<>();

    /// @param rest usually [#REST]
    MailboxTurns(Duration rest) {
        this.rest = rest;
    }

    /// Delivers a turn.
    @FunctionalInterface
    interface Turn {
        /// Delivers letters that go together.
        ///
        /// @return an answer for each letter, in their order
        List<HelperAnswer> deliver(List<Letter> letters);
    }

    /// A letter that waits, and what becomes of it: an answer, or nothing when its thread is to deliver the next turn.
    private record Waiting(Letter letter, CompletableFuture<Optional<HelperAnswer>> outcome) {}

    /// Those who wait for one mailbox; guarded by [#mailboxes].
    private static final class Line {
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        /// Counts the letters that come while the next turn rests.
        private CountDownLatch enough = new CountDownLatch(0);

        void add(Waiting letter) {
            waiting.add(letter);
            enough.countDown();
        }
    }

    /// Waits until it is this letter's turn, or until another thread has delivered it, and says what came of it.
    /// A bug in a turn is thrown to each of its threads.
    HelperAnswer deliver(MailboxAuthority.Decision.Granted mailbox, Letter letter, Turn turn) {
        Waiting own = new Waiting(letter, new CompletableFuture<>());
        if (isFirst(mailbox, own)) {
            return lead(mailbox, own, turn);
        }
        return own.outcome().join().orElseGet(() -> {
            rest(mailbox);
            return lead(mailbox, own, turn);
        });
    }

    /// Joins those that wait for the mailbox, or finds that nobody is at it.
    private boolean isFirst(MailboxAuthority.Decision.Granted mailbox, Waiting own) {
        synchronized (mailboxes) {
            Line before = mailboxes.putIfAbsent(mailbox, new Line());
            if (before != null) {
                before.add(own);
            }
            return before == null;
        }
    }

    private void rest(MailboxAuthority.Decision.Granted mailbox) {
        CountDownLatch enough;
        synchronized (mailboxes) {
            Line line = mailboxes.get(mailbox);
            if (line == null) {
                return;
            }
            line.enough = new CountDownLatch(Math.max(0, ENOUGH - 1 - line.waiting.size()));
            enough = line.enough;
        }
        try {
            boolean _ = enough.await(rest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Delivers this letter and those that may go with it, and lets the next turn begin.
    private HelperAnswer lead(MailboxAuthority.Decision.Granted mailbox, Waiting own, Turn turn) {
        List<Waiting> all = new ArrayList<>();
        all.add(own);
        try {
            join(mailbox, all);
            List<HelperAnswer> answers =
                    turn.deliver(all.stream().map(Waiting::letter).toList());
            for (int i = 1; i < all.size(); i++) {
                all.get(i).outcome().complete(Optional.of(answers.get(i)));
            }
            return answers.getFirst();
        } catch (RuntimeException | Error e) {
            all.forEach(waiting -> waiting.outcome().completeExceptionally(e));
            throw e;
        } finally {
            next(mailbox);
        }
    }

    private void join(MailboxAuthority.Decision.Granted mailbox, List<Waiting> all) {
        int bytes = all.getFirst().letter().held();
        synchronized (mailboxes) {
            Line line = mailboxes.get(mailbox);
            ArrayDeque<Waiting> waiting = line == null ? new ArrayDeque<>() : line.waiting;
            boolean more = all.getFirst().letter().isWhole();
            while (more && !waiting.isEmpty() && all.size() < MOST) {
                Letter first = waiting.getFirst().letter();
                bytes += first.held();
                more = first.isWhole() && bytes <= MOST_BYTES;
                if (more) {
                    all.add(waiting.removeFirst());
                }
            }
        }
    }

    /// How many letters wait for a turn at the mailbox.
    int waiting(MailboxAuthority.Decision.Granted mailbox) {
        synchronized (mailboxes) {
            Line line = mailboxes.get(mailbox);
            return line == null ? 0 : line.waiting.size();
        }
    }

    private void next(MailboxAuthority.Decision.Granted mailbox) {
        Waiting next;
        synchronized (mailboxes) {
            Line line = mailboxes.get(mailbox);
            if (line == null || line.waiting.isEmpty()) {
                mailboxes.remove(mailbox);
                return;
            }
            next = line.waiting.removeFirst();
        }
        next.outcome().complete(Optional.empty());
    }
}
