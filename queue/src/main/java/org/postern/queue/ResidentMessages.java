package org.postern.queue;

import org.jspecify.annotations.Nullable;
import org.postern.mail.Envelope;

/// Which messages are held in memory, within two limits. Guarded by the lock of the index.
final class ResidentMessages {
    private final int maxMessages;
    private final long maxBytes;
    private int messages;
    private long bytes;

    /// @param maxBytes of all bodies together
    ResidentMessages(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /// Keeps a message, if there is room for it.
    ///
    /// @param body none when it is in a file
    void add(QueueEntry entry, Envelope envelope, byte @Nullable [] body) {
        if (messages < maxMessages && bytes + entry.size <= maxBytes) {
            entry.envelope = envelope;
            entry.body = body;
            messages++;
            bytes += body == null ? 0 : entry.size;
        }
    }

    /// Keeps newer control data until it is stored, whether there is room or not.
    void replace(QueueEntry entry, Envelope envelope) {
        if (entry.envelope == null) {
            messages++;
        }
        entry.envelope = envelope;
        entry.unsaved = true;
        entry.onlyTried = false;
    }

    /// Keeps control data that tells of one more attempt and of nothing else.
    ///
    /// @return false when it must be stored now: the message is not in memory, or has changed more than that
    boolean defer(QueueEntry entry, Envelope envelope) {
        if (entry.envelope == null || (entry.unsaved && !entry.onlyTried)) {
            return false;
        }
        entry.envelope = envelope;
        entry.unsaved = true;
        entry.onlyTried = true;
        return true;
    }

    /// Takes a message out of memory.
    void drop(QueueEntry entry) {
        if (entry.envelope != null) {
            entry.envelope = null;
            messages--;
            if (entry.body != null) {
                bytes -= entry.size;
                entry.body = null;
            }
        }
    }
}
