package org.postern.queue;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.postern.mail.QueueId;

/// What one thread asks the writer thread to append; it waits until that is durable, or only written, or does
/// not wait.
final class JournalSubmission {
    final int type;
    final List<QueueId> ids;
    final List<JournalPlace> places;
    final byte[] start;
    final byte[] body;
    final int bodyLength;
    final int crc;

    /// It is not finished before it is durable.
    final boolean synced;

    /// The next one in the list of those that wait; owned by the list.
    @Nullable
    JournalSubmission next;

    /// How many of those in the list up to this one are waited for; owned by the list.
    int awaitedSoFar;

    private final @Nullable Thread waiter;
    private @Nullable JournalPlace place;
    private @Nullable QueueException failure;
    private volatile boolean finished;

    private JournalSubmission(
            int type,
            List<QueueId> ids,
            List<JournalPlace> places,
            byte[] start,
            byte[] body,
            int bodyLength,
            boolean synced,
            @Nullable Thread waiter) {
        this.type = type;
        this.ids = ids;
        this.places = places;
        this.start = start;
        this.body = body;
        this.bodyLength = bodyLength;
        this.synced = synced;
        this.waiter = waiter;
        CRC32C sum = new CRC32C();
        sum.update(start, 0, start.length);
        sum.update(body, 0, bodyLength);
        crc = (int) sum.getValue();
    }

    /// A message whose body is here.
    static JournalSubmission commit(QueueId id, byte[] control, byte[] body, int bodyLength, boolean synced) {
        byte[] start = JournalFormat.commitStart(id, control, bodyLength);
        return new JournalSubmission(
                JournalFormat.COMMIT, List.of(id), List.of(), start, body, bodyLength, synced, Thread.currentThread());
    }

    /// A message whose body is in a file.
    static JournalSubmission commitFile(QueueId id, byte[] control, boolean synced) {
        byte[] start = JournalFormat.commitStart(id, control, JournalFormat.IN_FILE);
        return new JournalSubmission(
                JournalFormat.COMMIT, List.of(id), List.of(), start, new byte[0], 0, synced, Thread.currentThread());
    }

    /// A finished message; nobody waits.
    static JournalSubmission done(JournalPlace place) {
        return new JournalSubmission(
                JournalFormat.DONE, List.of(place.id()), List.of(place), new byte[0], new byte[0], 0, false, null);
    }

    /// Finished messages whose places are not counted here; nobody waits.
    static JournalSubmission done(List<QueueId> ids) {
        return new JournalSubmission(JournalFormat.DONE, ids, List.of(), new byte[0], new byte[0], 0, false, null);
    }

    /// Messages that are now in files.
    static JournalSubmission filed(List<JournalPlace> places) {
        List<QueueId> ids = places.stream().map(JournalPlace::id).toList();
        return new JournalSubmission(
                JournalFormat.FILED, ids, places, new byte[0], new byte[0], 0, true, Thread.currentThread());
    }

    /// Somebody waits for it.
    boolean awaited() {
        return waiter != null;
    }

    int payloadLength() {
        return start.length + bodyLength;
    }

    /// Called by the writer when the record is written.
    void placed(JournalPlace at) {
        place = at;
    }

    /// Where the record was written, if it was; for the writer.
    @Nullable
    JournalPlace placed() {
        return place;
    }

    /// Called by the writer, once.
    void finish(@Nullable QueueException why) {
        failure = why;
        finished = true;
        LockSupport.unpark(waiter);
    }

    /// Waits for the writer. An interrupt does not end the wait, because the outcome would not be known; it is kept.
    void await() throws QueueException {
        boolean interrupted = false;
        while (!finished) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /// The place of a commit that succeeded.
    JournalPlace place() {
        if (place == null) {
            throw new IllegalStateException("not committed");
        }
        return place;
    }
}
