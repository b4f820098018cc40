package org.postern.queue;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;

/// What the queue knows in memory about one message. Small, because there may be a million; guarded by the queue's
/// lock, apart from the two fields that a reader of the body looks at.
final class QueueEntry {
    final QueueId id;

    /// Where the journal holds it; none once it is in queue files.
    volatile @Nullable JournalPlace place;

    /// Where its queue files are; none while only the journal holds it.
    volatile @Nullable QueueDirectory directory;

    /// Where its queue files go, once that is decided; before, none of them can be there.
    volatile @Nullable QueueDirectory planned;

    /// The control data, if it is kept in memory.
    @Nullable
    Envelope envelope;

    /// The body, if it is kept in memory.
    volatile byte @Nullable [] body;

    /// Its control data in memory is newer than what is stored.
    boolean unsaved;

    /// What is newer in memory tells of attempts only.
    boolean onlyTried;

    /// The body arrived as a file.
    boolean large;

    /// A delivery works on it.
    boolean claimed;

    /// It is being written to queue files, or changed or removed there.
    boolean moving;

    /// When it is due has been read from its control data, or somebody asked for it now.
    boolean dueKnown;

    /// Bytes of the body.
    long size;

    /// Its cost as far as it is known without reading it.
    long priority;

    /// Which kind of control file it has.
    final QueueKind kind;

    /// It has been tried, or has been here for long.
    boolean again;

    /// It was due at once when it was committed, and its first attempt has not ended.
    boolean starting;

    /// The group whose place it has; none while it has none.
    @Nullable
    String placeGroup;

    /// The run that took it up, until its turn has ended.
    @Nullable
    QueueRun run;

    /// When it was committed, for the hand-over.
    long committedNanos;

    /// Who waits for the first attempt; nobody for most messages.
    @Nullable
    FirstAttempt firstAttempt;

    /// The lock on its control file while it is claimed.
    DurableFiles.@Nullable Lock held;

    QueueEntry(QueueId id) {
        this(id, QueueKind.NORMAL);
    }

    QueueEntry(QueueId id, QueueKind kind) {
        this.id = id;
        this.kind = kind;
    }

    /// Its control file in a directory.
    Path control(QueueDirectory in) {
        return in.controls().resolve(kind.prefix() + id.value());
    }

    /// True when queue files hold its newest state and nobody changes them.
    boolean filed() {
        return place == null && directory != null && !unsaved && !moving;
    }

    /// Tells whoever waits for the first attempt that it has ended.
    void endFirstAttempt() {
        FirstAttempt attempt = firstAttempt;
        if (attempt != null) {
            attempt.end();
        }
    }

    /// Gives up the lock on the control file, if it is held.
    void unlock() {
        DurableFiles.Lock lock = held;
        held = null;
        if (lock != null) {
            lock.close();
        }
    }
}
