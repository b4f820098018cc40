package org.postern.queue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.mail.Envelope;

/// A message that one delivery works on, and how it ends.
final class JournalClaim implements MailQueue.Claim {
    /// What a claim needs of the queue.
    interface Storage {
        /// Notes in the journal, or in the queue files, that the message has left the queue.
        void finish(QueueEntry entry) throws QueueException;

        /// Stores new control data as queue files.
        void store(QueueEntry entry, Envelope envelope) throws QueueException;

        /// True when control data that only tells of an attempt may be stored some seconds later.
        boolean mayDefer();

        /// The control data after one more attempt now.
        Envelope attempted(Envelope envelope);

        /// When a message is due again after its last attempt.
        long dueMillis(QueueEntry entry, Envelope envelope);

        /// When a message is due that was given back without an attempt.
        long releasedMillis();
    }

    private final QueueEntry entry;
    private final Envelope envelope;
    private final MessageBody body;
    private final QueueIndex index;
    private final Storage storage;
    private final boolean chosen;
    private final AtomicBoolean ended = new AtomicBoolean();

    JournalClaim(QueueEntry entry, Envelope envelope, MessageBody body, QueueIndex index, Storage storage) {
        this.entry = entry;
        this.envelope = envelope;
        this.body = body;
        this.index = index;
        this.storage = storage;
        QueueRun run = entry.run;
        this.chosen = run != null && run.chosen();
    }

    @Override
    public Envelope envelope() {
        return envelope;
    }

    @Override
    public MessageBody body() {
        return body;
    }

    @Override
    public boolean chosen() {
        return chosen;
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            throw new IllegalStateException("the claim on " + entry.id + " has ended");
        }
    }

    @Override
    public void checkpoint(Envelope remaining) throws QueueException {
        if (ended.get() || !remaining.id().equals(entry.id)) {
            throw new IllegalArgumentException("the claim has ended, or the envelope has another id");
        }
        index.replace(entry, remaining);
        storage.store(entry, remaining);
    }

    @Override
    public void done() throws QueueException {
        end();
        try {
            storage.finish(entry);
        } catch (QueueException e) {
            // it stays in the queue; the recipients may get it once more
            index.reschedule(entry, storage.releasedMillis(), envelope.priority());
            throw e;
        }
        index.remove(entry);
    }

    @Override
    public void retry(Envelope remaining) throws QueueException {
        if (!remaining.id().equals(entry.id)) {
            throw new IllegalArgumentException("the envelope has another id");
        }
        end();
        Envelope updated = storage.attempted(remaining);
        boolean deferred = onlyTried(updated) && storage.mayDefer() && index.defer(entry, updated);
        if (!deferred) {
            index.replace(entry, updated);
        }
        try {
            if (!deferred) {
                storage.store(entry, updated);
            }
        } finally {
            if (updated.quarantineReason().isPresent() || entry.kind != QueueKind.NORMAL) {
                index.remove(entry);
            } else {
                index.reschedule(entry, storage.dueMillis(entry, updated), updated.priority());
            }
        }
    }

    /// True when a crash that forgets this attempt changes nothing but the time of the next one: everybody who was to
    /// get the message is to get it still, and nobody was told anything.
    private boolean onlyTried(Envelope updated) {
        return updated.toBuilder()
                .lastAttemptSeconds(envelope.lastAttemptSeconds())
                .attempts(envelope.attempts())
                .priority(envelope.priority())
                .statusMessage(envelope.statusMessage())
                .build()
                .equals(envelope);
    }

    @Override
    public void release() {
        end();
        if (entry.kind == QueueKind.NORMAL) {
            index.reschedule(entry, storage.releasedMillis(), envelope.priority());
        } else {
            index.remove(entry);
        }
    }
}
