package org.postern.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.postern.base.Clock;
import org.postern.base.PeerText;
import org.postern.mail.QueueId;
import org.postern.os.NoSpaceException;

/// Writes the journal, one batch at a time.
///
/// Whoever has something to append puts it on a list ([JournalIntake]) and parks. A thread takes the whole
/// list, writes all of it with few calls, forces it to the disk once, and wakes everybody up: while it waits for
/// the disk, the next list grows. Records that nobody waits for (finished messages) ride along; when nothing else
/// comes they are forced after [JournalLimits#idleSync]. So are messages whose senders wait only for the
/// write ([QueueSafety]).
///
/// Waking that thread and being woken by it takes longer than a quick disk needs for a small commit. So a client who
/// comes alone, while nobody writes and the last sync was quick, takes the turn and writes the list itself.
///
/// A failed write or sync ends the use of that segment: the system may have dropped the data and would still report
/// success for a second try. Those who wait get the failure. What the segment held that was not certain (finished
/// messages) is repeated in the next segment, and so is a note that the failed commits are void.
final class JournalWriter {
    private static final int BUFFER = 1 << 20;
    private static final int MAX_BATCH = 4 << 20;
    private static final int MAX_IDS = 2000;
    private static final int TRIES = 3;
    private static final int TEXT_LIMIT = 200;

    /// A sync that took longer than this keeps a thread that serves sessions too long from the others.
    private static final long QUICK_SYNC_NANOS = 1_000_000;

    private static final int SMALL_COMMIT = 1 << 16;
    private static final byte[] ZEROS = new byte[JournalFormat.ALIGNMENT];
    private static final byte[] NOTHING = new byte[0];

    private final JournalSegments segments;
    private final JournalIntake intake;
    private final Duration idleSync;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean stopped;
    private final AtomicLong syncs = new AtomicLong();
    private volatile long lastSyncNanos = Long.MAX_VALUE;
    private final ReentrantLock turn = new ReentrantLock();

    // the rest belongs to whoever holds the turn
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] head = new byte[JournalFormat.HEAD];
    private final List<JournalSubmission> unacknowledged = new ArrayList<>();
    private final List<JournalSubmission> filed = new ArrayList<>();
    private final List<JournalSubmission> done = new ArrayList<>();

    /// Ids of finished messages that must be written again in the next record.
    private List<QueueId> repeated = new ArrayList<>();

    /// Ids of finished messages that are written but not synced.
    private final List<QueueId> unsynced = new ArrayList<>();

    private @Nullable JournalSegment active;

    /// Where the next byte goes in the active segment; the buffer holds the bytes before it.
    private long position;

    private long batchBytes;
    private boolean syncNeeded;

    /// There are messages that were acknowledged when they were written, and are not synced.
    private boolean writtenOnly;

    JournalWriter(JournalSegments segments, JournalIntake intake, Duration idleSync, Clock clock) {
        this.segments = segments;
        this.intake = intake;
        this.idleSync = idleSync;
        this.clock = clock;
        thread = Thread.ofPlatform().name("queue-journal").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// How often data was forced to the disk for somebody who waited.
    long syncs() {
        return syncs.get();
    }

    /// Hands over a record to be written, or writes it; does not wait for other threads.
    void submit(JournalSubmission submission) throws QueueException {
        if (stopped) {
            throw new QueueException(QueueException.Kind.CLOSING, "the journal is closed");
        }
        boolean first = intake.add(submission);
        if (worthWritingHere(submission) && turn.tryLock()) {
            writeHere();
        } else if (first) {
            LockSupport.unpark(thread);
        }
        if (stopped) {
            // it may have come too late for the thread; then nobody else takes it
            refuse(intake.takeAll());
        }
    }

    private boolean worthWritingHere(JournalSubmission submission) {
        return submission.awaited()
                && submission.payloadLength() <= SMALL_COMMIT
                && (lastSyncNanos <= QUICK_SYNC_NANOS || !submission.synced)
                && intake.comeAlone();
    }

    /// Writes the list in place of the thread; called with the turn. Whatever comes now wakes the thread.
    private void writeHere() {
        boolean whole = false;
        boolean left;
        try {
            if (!stopped) {
                process(intake.takeAll());
            }
            whole = true;
        } finally {
            stopping |= !whole;
            left = !whole || !nothingToSync();
            turn.unlock();
            if (left) {
                LockSupport.unpark(thread);
            }
        }
    }

    private static void refuse(@Nullable JournalSubmission first) {
        for (JournalSubmission each = first; each != null; each = each.next) {
            each.finish(new QueueException(QueueException.Kind.CLOSING, "the journal is closed"));
        }
    }

    /// Writes what was submitted before, then ends the thread.
    ///
    /// @return true when every finished message is recorded durably
    boolean stop() {
        stopping = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return repeated.isEmpty() && unsynced.isEmpty();
    }

    private void run() {
        try {
            while (true) {
                if (!intake.isEmpty()) {
                    if (!stopping) {
                        intake.gather();
                    }
                    inTurn(() -> process(intake.takeAll()));
                } else if (stopping) {
                    break;
                } else {
                    idle();
                }
            }
            for (int i = 0; i < TRIES; i++) {
                inTurn(this::syncFinished);
            }
        } finally {
            inTurn(() -> stopped = true);
            refuse(intake.takeAll());
        }
    }

    private void inTurn(Runnable work) {
        turn.lock();
        try {
            work.run();
        } finally {
            turn.unlock();
        }
    }

    private boolean nothingToSync() {
        return unsynced.isEmpty() && repeated.isEmpty() && !writtenOnly;
    }

    private void idle() {
        boolean nothing;
        turn.lock();
        try {
            nothing = nothingToSync();
        } finally {
            turn.unlock();
        }
        // the lock may have used up the permit of a call to unpark, so what that call announced is looked at again
        if (!intake.isEmpty() || stopping) {
            return;
        }
        if (nothing) {
            LockSupport.park(this);
            return;
        }
        LockSupport.parkNanos(this, idleSync.toNanos());
        if (intake.isEmpty()) {
            inTurn(this::syncFinished);
        }
    }

    private void syncFinished() {
        if (nothingToSync()) {
            return;
        }
        writeFinished();
        syncNeeded = true;
        complete();
    }

    /// Records of finished messages come first, so that they are durable whenever a commit of the same batch is.
    private void process(@Nullable JournalSubmission first) {
        for (@Nullable JournalSubmission each = first; each != null; each = each.next) {
            if (each.type == JournalFormat.DONE) {
                done.add(each);
            } else if (each.type == JournalFormat.FILED) {
                filed.add(each);
            }
        }
        writeFinished();
        for (@Nullable JournalSubmission each = first; each != null; ) {
            JournalSubmission next = each.next;
            each.next = null;
            if (each.type == JournalFormat.COMMIT) {
                repeatFinished();
                commit(each);
                if (batchBytes > MAX_BATCH) {
                    repeatFinished();
                    complete();
                }
            }
            each = next;
        }
        repeatFinished();
        complete();
    }

    /// Writes once more what a failed segment held, so that no commit is acknowledged while older news are lost.
    private void repeatFinished() {
        for (int i = 0; i < TRIES && !repeated.isEmpty(); i++) {
            writeFinished();
        }
    }

    private void commit(JournalSubmission submission) {
        try {
            JournalSegment segment = room(submission.payloadLength(), false);
            submission.placed(new JournalPlace(submission.ids.getFirst(), segment, segment.key(), position));
            segment.add();
            unacknowledged.add(submission);
            syncNeeded |= submission.synced;
            append(segment, submission.type, submission.crc, submission.start, submission.body, submission.bodyLength);
        } catch (QueueException e) {
            submission.finish(e);
        } catch (IOException e) {
            fail(e);
            if (submission.placed() == null) {
                submission.finish(failure(e));
            }
        }
    }

    /// Writes the records of finished messages.
    private void writeFinished() {
        // a segment may fail while these are written, which adds others to those that must be repeated
        List<QueueId> again = repeated;
        repeated = new ArrayList<>();
        try {
            writeIds(JournalFormat.FILED, List.of(), filed);
            writeIds(JournalFormat.DONE, again, done);
            unsynced.addAll(again);
        } catch (QueueException | IOException e) {
            if (e instanceof IOException failure) {
                fail(failure);
            }
            repeated.addAll(again);
            for (JournalSubmission each : filed) {
                each.finish(failure(e));
            }
            for (JournalSubmission each : done) {
                account(each);
                repeated.addAll(each.ids);
                each.finish(null);
            }
        }
        filed.clear();
        done.clear();
    }

    private void writeIds(int type, List<QueueId> first, List<JournalSubmission> submissions)
            throws IOException, QueueException {
        List<QueueId> ids = new ArrayList<>(first);
        for (JournalSubmission each : submissions) {
            ids.addAll(each.ids);
            syncNeeded |= each.awaited();
        }
        for (int from = 0; from < ids.size(); from += MAX_IDS) {
            byte[] list = JournalFormat.idList(ids.subList(from, Math.min(ids.size(), from + MAX_IDS)));
            CRC32C crc = new CRC32C();
            crc.update(list);
            append(room(list.length, true), type, (int) crc.getValue(), list, NOTHING, 0);
        }
        unacknowledged.addAll(submissions);
        submissions.clear();
    }

    /// The segment that has room for a record at [#position].
    private JournalSegment room(int payloadLength, boolean reserved) throws IOException, QueueException {
        long needed = JournalFormat.HEAD + JournalFormat.aligned(payloadLength);
        JournalSegment segment = active;
        if (segment != null && position + needed + JournalFormat.BLOCK > segment.size()) {
            syncNeeded |= !unsynced.isEmpty() || writtenOnly;
            complete();
            active = null;
            segment = null;
        }
        if (segment == null) {
            segment = segments.next(reserved);
            active = segment;
            position = JournalFormat.BLOCK;
            buffer.clear();
        } else if (position > segment.size() / 2) {
            segments.prepare();
        }
        return segment;
    }

    private void append(JournalSegment segment, int type, int crc, byte[] start, byte[] body, int bodyLength)
            throws IOException {
        int length = start.length + bodyLength;
        JournalFormat.head(head, type, segment.key(), length, crc);
        put(segment, head, JournalFormat.HEAD);
        put(segment, start, start.length);
        put(segment, body, bodyLength);
        put(segment, ZEROS, (int) (JournalFormat.aligned(length) - length));
        batchBytes += length;
    }

    private void put(JournalSegment segment, byte[] bytes, int length) throws IOException {
        int from = 0;
        while (from < length) {
            if (!buffer.hasRemaining()) {
                flush(segment);
            }
            int count = Math.min(length - from, buffer.remaining());
            buffer.put(bytes, from, count);
            from += count;
            position += count;
        }
    }

    private void flush(JournalSegment segment) throws IOException {
        if (buffer.position() > 0) {
            buffer.flip();
            segment.write(buffer, position - buffer.limit());
            buffer.clear();
        }
    }

    /// Writes and, if anybody waits for it, syncs what was appended, then tells everybody.
    private void complete() {
        JournalSegment segment = active;
        if (segment == null) {
            releaseSegments();
            return;
        }
        try {
            pad(segment);
            flush(segment);
            if (syncNeeded) {
                long start = clock.nanoTime();
                segment.sync();
                lastSyncNanos = clock.nanoTime() - start;
                syncs.incrementAndGet();
                unsynced.clear();
                writtenOnly = false;
            }
        } catch (IOException e) {
            fail(e);
            return;
        }
        boolean synced = syncNeeded;
        syncNeeded = false;
        batchBytes = 0;
        for (JournalSubmission each : unacknowledged) {
            account(each);
            if (!synced && each.type == JournalFormat.COMMIT) {
                writtenOnly = true;
            } else if (!synced) {
                unsynced.addAll(each.ids);
            }
            each.finish(null);
        }
        unacknowledged.clear();
        releaseSegments();
    }

    private void releaseSegments() {
        try {
            segments.release(active);
        } catch (IOException _) {
            // a file that could not be removed stays; its records are all finished, and a replay finds that out
        }
    }

    private void pad(JournalSegment segment) throws IOException {
        long end = JournalFormat.nextBlock(position);
        if (end > position) {
            int length = (int) (end - position - JournalFormat.HEAD);
            JournalFormat.head(head, JournalFormat.PAD, segment.key(), length, 0);
            put(segment, head, JournalFormat.HEAD);
            while (position < end) {
                put(segment, ZEROS, (int) Math.min(ZEROS.length, end - position));
            }
        }
    }

    private static void account(JournalSubmission finished) {
        for (JournalPlace place : finished.places) {
            place.segment().finish();
        }
    }

    /// Gives up the active segment after a failed write or sync.
    private void fail(IOException cause) {
        JournalSegment segment = active;
        active = null;
        buffer.clear();
        syncNeeded = false;
        writtenOnly = false;
        batchBytes = 0;
        if (segment != null) {
            segment.fail();
        }
        repeated.addAll(unsynced);
        unsynced.clear();
        for (JournalSubmission each : unacknowledged) {
            JournalPlace place = each.placed();
            if (place != null) {
                place.segment().finish();
                repeated.addAll(each.ids);
            } else if (!each.awaited()) {
                account(each);
                repeated.addAll(each.ids);
            }
            each.finish(failure(cause));
        }
        unacknowledged.clear();
    }

    private static QueueException failure(Exception cause) {
        String text = PeerText.escape(String.valueOf(cause.getMessage()), TEXT_LIMIT);
        return switch (cause) {
            case QueueException known -> new QueueException(known.kind(), text, known);
            case NoSpaceException full -> new QueueException(QueueException.Kind.DISK_FULL, text, full);
            default -> new QueueException(QueueException.Kind.STORAGE, "journal: " + text, cause);
        };
    }
}
