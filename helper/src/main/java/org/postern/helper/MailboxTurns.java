package org.postern.helper;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.postern.helperwire.HelperAnswer;

/// Brings letters that wait for the same mailbox together: the first of them is delivered by its own thread, and what
/// has come meanwhile goes together in the next turn, so that a turn changes the identity once, locks once and waits
/// for the disk once. Nobody is delivered for whose turn has not begun; the thread that delivers a turn is always one
/// whose own letter is in it.
///
/// Safe for use by several threads; it holds no more letters than there are threads.
final class MailboxTurns {
    /// Letters of one turn.
    private static final int MOST = 64;

    /// Bytes of one turn.
    private static final int MOST_BYTES = 1 << 20;

    private final Map<MailboxAuthority.Decision.Granted, ArrayDeque<Waiting>> mailboxes = new HashMap<>();

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

    /// Waits until it is this letter's turn, or until another thread has delivered it, and says what came of it.
    /// A bug in a turn is thrown to each of its threads.
    HelperAnswer deliver(MailboxAuthority.Decision.Granted mailbox, Letter letter, Turn turn) {
        Waiting own = new Waiting(letter, new CompletableFuture<>());
        Optional<HelperAnswer> delivered =
                isFirst(mailbox, own) ? Optional.empty() : own.outcome().join();
        return delivered.orElseGet(() -> lead(mailbox, own, turn));
    }

    /// Joins those that wait for the mailbox, or finds that nobody is at it.
    private boolean isFirst(MailboxAuthority.Decision.Granted mailbox, Waiting own) {
        synchronized (mailboxes) {
            ArrayDeque<Waiting> before = mailboxes.putIfAbsent(mailbox, new ArrayDeque<>());
            if (before != null) {
                before.add(own);
            }
            return before == null;
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
            ArrayDeque<Waiting> waiting = mailboxes.get(mailbox);
            boolean more = waiting != null && all.getFirst().letter().isWhole();
            while (more && waiting != null && !waiting.isEmpty() && all.size() < MOST) {
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
            ArrayDeque<Waiting> waiting = mailboxes.get(mailbox);
            return waiting == null ? 0 : waiting.size();
        }
    }

    private void next(MailboxAuthority.Decision.Granted mailbox) {
        Waiting next;
        synchronized (mailboxes) {
            ArrayDeque<Waiting> waiting = mailboxes.get(mailbox);
            if (waiting == null || waiting.isEmpty()) {
                mailboxes.remove(mailbox);
                return;
            }
            next = waiting.removeFirst();
        }
        next.outcome().complete(Optional.empty());
    }
}
