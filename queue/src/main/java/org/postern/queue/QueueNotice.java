package org.postern.queue;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;
import org.postern.mail.QueueId;

/// Something about the queue that an administrator should know.
///
/// @param id the message, when it is about one
/// @param text in words
record QueueNotice(String name, Priority priority, Optional<QueueId> id, String text) implements Event {
    private static final int TEXT_LIMIT = 500;

    /// A control file that must not be processed.
    static QueueNotice bogus(QueueId id, String why) {
        return new QueueNotice("queue.bogus", Priority.ALERT, Optional.of(id), "lose queue file: " + clean(why));
    }

    /// Messages that a crash left in the journal.
    static QueueNotice recovered(int messages, long damagedBlocks) {
        String damage = damagedBlocks == 0 ? "" : ", " + damagedBlocks + " damaged blocks in the journal";
        return new QueueNotice(
                "queue.recovered",
                damagedBlocks == 0 ? Priority.NOTICE : Priority.CRITICAL,
                Optional.empty(),
                "recovered " + messages + " messages from the journal" + damage);
    }

    /// A storage operation that failed and is tried again later.
    static QueueNotice failed(Optional<QueueId> id, String what) {
        return new QueueNotice("queue.failed", Priority.CRITICAL, id, clean(what));
    }

    private static String clean(String text) {
        return PeerText.escape(text, TEXT_LIMIT);
    }

    @Override
    public int logLevel() {
        return 0;
    }

    @Override
    public Optional<String> queueId() {
        return id.map(QueueId::value);
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("text", text));
    }
}
