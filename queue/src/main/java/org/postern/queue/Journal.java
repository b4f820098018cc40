package org.postern.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;

/// The journal: accepted messages are appended here and forced to the disk, many at once, before they are answered
/// with 250. See the table of states in the package documentation.
final class Journal {
    /// What a record of a message holds.
    static final class Content {
        private final byte[] payload;
        private final int controlStart;
        private final int controlLength;

        private Content(byte[] payload) {
            this.payload = payload;
            ByteBuffer view = ByteBuffer.wrap(payload);
            int controlLengthAt = 4 + view.getInt(0);
            controlLength = view.getInt(controlLengthAt);
            controlStart = controlLengthAt + 4;
        }

        /// The control data.
        QueueFileReader.Result control(QueueId id) {
            return QueueFileReader.read(id, payload, controlStart, controlLength);
        }

        /// True when the body is a file and not here.
        boolean inFile() {
            return ByteBuffer.wrap(payload).getInt(controlStart + controlLength) == JournalFormat.IN_FILE;
        }

        /// The body, when it is here.
        ByteBuffer body() {
            int start = controlStart + controlLength + 4;
            return ByteBuffer.wrap(payload, start, payload.length - start).slice();
        }
    }

    private final DurableFiles files;
    private final JournalLimits limits;
    private final JournalSegments segments;
    private final JournalWriter writer;
    private final List<JournalSegment> old = new ArrayList<>();
    private final Map<QueueId, JournalPlace> unfinished = new LinkedHashMap<>();
    private long damagedBlocks;

    private Journal(DurableFiles files, JournalLimits limits, JournalSegments segments, Clock clock) {
        this.files = files;
        this.limits = limits;
        this.segments = segments;
        writer = new JournalWriter(segments, new JournalIntake(limits.gather()), limits.idleSync(), clock);
    }

    /// Opens the journal and finds the messages that were not finished. It takes new ones only after [#start].
    ///
    /// @param random makes the keys of the segments; must not be predictable by a sender of mail
    static Journal open(DurableFiles files, Path directory, JournalLimits limits, RandomGenerator random, Clock clock)
            throws IOException {
        JournalSegments segments =
                new JournalSegments(files, directory, limits, random, Math.max(1, clock.epochMillis()));
        Journal journal = new Journal(files, limits, segments, clock);
        List<String> names = new ArrayList<>();
        files.list(directory, names::add);
        List<JournalSegment> free = new ArrayList<>();
        for (String name : names.stream().sorted().toList()) {
            if (JournalSegments.number(name) >= 0) {
                segments.noteName(name);
                journal.found(files, directory.resolve(name), free);
            }
        }
        free.sort(Comparator.comparingLong(JournalSegment::generation));
        free.forEach(segments::addFree);
        journal.old.sort(Comparator.comparingLong(JournalSegment::generation));
        for (JournalSegment segment : journal.old) {
            segments.noteUsed(segment);
            journal.replay(segment);
        }
        return journal;
    }

    private void found(DurableFiles files, Path path, List<JournalSegment> free) throws IOException {
        DurableFiles.Handle handle = files.open(path, true);
        ByteBuffer block = ByteBuffer.allocate(JournalFormat.BLOCK);
        int length = handle.read(block, 0);
        JournalFormat.SegmentState state =
                length < JournalFormat.BLOCK ? JournalFormat.SegmentState.BLANK : JournalFormat.segmentState(block);
        long generation = JournalFormat.segmentGeneration(block);
        JournalSegment segment =
                new JournalSegment(path, handle, handle.size(), generation, JournalFormat.segmentKey(block));
        switch (state) {
            case ACTIVE -> old.add(segment);
            case BLANK, FREE -> {
                if (segment.size() == limits.segmentBytes()) {
                    free.add(segment);
                } else {
                    handle.close();
                    files.unlink(path);
                }
            }
            case DAMAGED -> {
                damagedBlocks++;
                handle.close();
                files.rename(path, path.resolveSibling("damaged-" + path.getFileName()));
            }
        }
    }

    private void replay(JournalSegment segment) throws IOException {
        JournalScanner scanner = new JournalScanner(segment);
        for (Optional<JournalScanner.Found> next = scanner.next(); next.isPresent(); next = scanner.next()) {
            JournalFormat.Head head = next.get().head();
            long start = next.get().position() + JournalFormat.HEAD;
            if (head.type() == JournalFormat.COMMIT) {
                int idLength = ByteBuffer.wrap(scanner.bytes(start, 4)).getInt();
                QueueId id = new QueueId(Ascii.text(scanner.bytes(start + 4, idLength)));
                unfinished.put(
                        id,
                        new JournalPlace(id, segment, segment.key(), next.get().position()));
            } else {
                JournalFormat.ids(scanner.bytes(start, head.length())).forEach(unfinished::remove);
            }
        }
        damagedBlocks += scanner.damagedBlocks();
    }

    /// The messages that were found unfinished, in the order of their arrival.
    List<JournalPlace> unfinished() {
        return List.copyOf(unfinished.values());
    }

    /// Blocks that could not be read in the middle of records that could.
    long damagedBlocks() {
        return damagedBlocks;
    }

    /// Forgets the unfinished messages, which are now durable elsewhere, and starts to take new ones.
    void start() throws IOException {
        segments.confirmFree();
        for (JournalSegment segment : old) {
            segment.invalidate(files);
        }
        for (JournalSegment segment : old) {
            segments.addFree(segment);
        }
        old.clear();
        unfinished.clear();
        segments.release(null);
        segments.fill();
        writer.start();
    }

    /// The longest control data and body together that [#commit] can take.
    int maxLength() {
        return limits.maxPayload() - 64;
    }

    /// Appends a message and waits until it is durable.
    ///
    /// @param body its first `bodyLength` bytes are the body
    /// @param synced false to wait only until it is written; it is durable with the next sync, at the latest
    ///     after the idle time
    JournalPlace commit(QueueId id, byte[] control, byte[] body, int bodyLength, boolean synced) throws QueueException {
        return submit(JournalSubmission.commit(id, control, body, bodyLength, synced));
    }

    /// Appends a message whose body is durable in a file, and waits until it is durable.
    ///
    /// @param synced as above
    JournalPlace commitFile(QueueId id, byte[] control, boolean synced) throws QueueException {
        return submit(JournalSubmission.commitFile(id, control, synced));
    }

    private JournalPlace submit(JournalSubmission submission) throws QueueException {
        writer.submit(submission);
        submission.await();
        return submission.place();
    }

    /// Notes that a message is finished. Returns at once; durable with the next sync, at the latest after the idle
    /// time.
    void done(JournalPlace place) throws QueueException {
        writer.submit(JournalSubmission.done(place));
    }

    /// Notes that messages are durable in `qf` and `df` files, and waits until that is durable.
    void filed(List<JournalPlace> places) throws QueueException {
        JournalSubmission submission = JournalSubmission.filed(List.copyOf(places));
        writer.submit(submission);
        submission.await();
    }

    /// Reads a message back.
    ///
    /// @return empty when the message was finished meanwhile and its place used again
    Optional<Content> read(JournalPlace place) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(JournalFormat.HEAD);
        place.segment().read(head, place.position());
        JournalFormat.Head found = JournalFormat.readHead(head.array(), place.key());
        if (found.type() != JournalFormat.COMMIT
                || found.length() > place.segment().size()) {
            return Optional.empty();
        }
        ByteBuffer payload = ByteBuffer.allocate(found.length());
        place.segment().read(payload, place.position() + JournalFormat.HEAD);
        CRC32C crc = new CRC32C();
        crc.update(payload.array());
        return (int) crc.getValue() == found.payloadCrc()
                ? Optional.of(new Content(payload.array()))
                : Optional.empty();
    }

    /// How often data was forced to the disk for somebody who waited.
    long syncs() {
        return writer.syncs();
    }

    /// Ends the writer. When all messages are finished the segments are marked so that the next start has nothing to
    /// replay.
    void close() throws IOException {
        boolean certain = writer.stop();
        if (certain && segments.allFinished()) {
            segments.invalidateAll();
        }
        segments.close();
    }

    /// Gives the files back when the queue could not be opened.
    void closeUnopened() throws IOException {
        for (JournalSegment segment : old) {
            segment.close();
        }
        segments.close();
    }

    /// Ends the writer as a crash does: nothing is marked.
    void abandon() {
        writer.stop();
    }
}
