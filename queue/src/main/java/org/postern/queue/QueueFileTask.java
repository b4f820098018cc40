package org.postern.queue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.postern.base.PeerText;
import org.postern.mail.Envelope;
import org.postern.os.DurableFiles;
import org.postern.os.NoSpaceException;

/// One change of queue files that waits for its turn in a batch.
final class QueueFileTask {
    /// What is to be done.
    enum Kind {
        /// Out of the journal into files.
        HAND_OVER,
        /// New control data.
        UPDATE,
        /// The message leaves the queue.
        REMOVE
    }

    private static final int TEXT_LIMIT = 200;

    final Kind kind;
    final QueueEntry entry;

    /// The control data to write; none means as the journal has it.
    final @Nullable Envelope envelope;

    /// Where it was written.
    @Nullable
    QueueDirectory directory;

    /// The lock on what was written.
    DurableFiles.@Nullable Lock lock;

    /// What went wrong.
    @Nullable
    Exception failure;

    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

    QueueFileTask(Kind kind, QueueEntry entry, @Nullable Envelope envelope) {
        this.kind = kind;
        this.entry = entry;
        this.envelope = envelope;
    }

    /// Gives up the lock, unless somebody took it over.
    void unlock() {
        DurableFiles.Lock held = lock;
        lock = null;
        if (held != null) {
            held.close();
        }
    }

    /// Tells those who wait; the first failure wins.
    void finish() {
        Exception cause = failure;
        if (cause == null) {
            outcome.complete(true);
        } else {
            outcome.completeExceptionally(cause);
        }
    }

    /// Waits for the end of the batch.
    void await() throws QueueException {
        try {
            outcome.join();
        } catch (CompletionException e) {
            throw failure(e.getCause() == null ? e : e.getCause(), "queue files of " + entry.id);
        }
    }

    /// A failure as the queue reports it.
    static QueueException failure(Throwable cause, String what) {
        String text = what + ": " + PeerText.escape(String.valueOf(cause.getMessage()), TEXT_LIMIT);
        return switch (cause) {
            case QueueException known -> new QueueException(known.kind(), text, known);
            case NoSpaceException full -> new QueueException(QueueException.Kind.DISK_FULL, text, full);
            default -> new QueueException(QueueException.Kind.STORAGE, text, cause);
        };
    }
}
