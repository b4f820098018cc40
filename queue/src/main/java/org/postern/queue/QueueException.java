package org.postern.queue;

/// The storage of the queue failed: an environment failure, with what the peer may be told decided by [#kind].
public final class QueueException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What kind of failure it was.
    public enum Kind {
        /// No space is left, or less than MinFreeBlocks.
        DISK_FULL,
        /// A write or sync failed.
        STORAGE,
        /// The queue holds as many messages as it may.
        TOO_MANY,
        /// Another process has the queue.
        IN_USE,
        /// The queue is closing.
        CLOSING
    }

    private final Kind kind;

    /// @param message for the log; names the file and the operation, never text of a peer
    public QueueException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// @param message for the log; names the file and the operation, never text of a peer
    public QueueException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// What kind of failure it was.
    public Kind kind() {
        return kind;
    }
}
