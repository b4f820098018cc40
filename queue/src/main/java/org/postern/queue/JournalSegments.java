package org.postern.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.postern.os.DurableFiles;

/// The files of the journal and the order in which they are used.
///
/// The rule that keeps a replay right: **files are released, used again and removed strictly in the order of their
/// generations.** The record that says that a message of file A is finished may stand in the later file B; if B were
/// used again while A still lies there, a replay would bring that message back.
///
/// Used by the writer thread only, except while the journal is opened and closed.
final class JournalSegments {
    /// The first part of the name of a segment; the rest is a number.
    static final String PREFIX = "journal-";

    private static final int RESERVE = 2;

    private final DurableFiles files;
    private final Path directory;
    private final JournalLimits limits;
    private final RandomGenerator random;

    /// Oldest first; the last one is the active one, if any.
    private final Deque<JournalSegment> inUse = new ArrayDeque<>();

    /// Released, oldest first.
    private final Deque<JournalSegment> free = new ArrayDeque<>();

    private @Nullable CompletableFuture<JournalSegment> spare;
    private long nextGeneration;
    private long nextName;

    JournalSegments(
            DurableFiles files, Path directory, JournalLimits limits, RandomGenerator random, long firstGeneration) {
        this.files = files;
        this.directory = directory;
        this.limits = limits;
        this.random = random;
        nextGeneration = firstGeneration;
    }

    /// Takes a file that was found at start and holds nothing that is needed, in the order of generations.
    void addFree(JournalSegment segment) {
        free.addLast(segment);
        noteUsed(segment);
    }

    /// Notes the name and generation of a file that is there.
    void noteUsed(JournalSegment segment) {
        nextGeneration = Math.max(nextGeneration, segment.generation() + 1);
        noteName(String.valueOf(segment.path().getFileName()));
    }

    /// Notes that a name is taken.
    void noteName(String name) {
        nextName = Math.max(nextName, number(name) + 1);
    }

    /// The number in the name of a segment; -1 when it is none.
    static long number(String name) {
        if (!name.startsWith(PREFIX) || name.length() > PREFIX.length() + 12 || name.length() == PREFIX.length()) {
            return -1;
        }
        for (int i = PREFIX.length(); i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(name, PREFIX.length(), name.length(), 10);
    }

    /// Makes files until one is free, so that the first message need not wait for it.
    void fill() throws IOException {
        while (free.size() < limits.keptFree()) {
            free.addLast(JournalSegment.create(files, newPath(), limits.segmentBytes()));
        }
    }

    private Path newPath() {
        String number = Long.toString(nextName);
        nextName++;
        return directory.resolve(PREFIX + "0".repeat(Math.max(0, 6 - number.length())) + number);
    }

    /// The next file to write to; it becomes the active one.
    ///
    /// @param reserved true for records that finish messages: they may use [#RESERVE] files more, because a full
    ///     journal could not be emptied otherwise
    /// @throws QueueException when there are as many files as there may be
    JournalSegment next(boolean reserved) throws IOException, QueueException {
        removeUnusable();
        JournalSegment segment = free.pollFirst();
        if (segment == null) {
            segment = takeSpare(reserved);
        }
        try {
            segment.begin(nextGeneration, random.nextLong());
        } catch (IOException e) {
            // back to its place in the order; it is removed before any later one is used
            segment.fail();
            free.addFirst(segment);
            throw e;
        }
        nextGeneration++;
        inUse.addLast(segment);
        return segment;
    }

    private JournalSegment takeSpare(boolean reserved) throws IOException, QueueException {
        CompletableFuture<JournalSegment> making = spare;
        spare = null;
        if (making != null) {
            try {
                return making.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof IOException cause) {
                    throw cause;
                }
                throw e;
            }
        }
        if (inUse.size() >= limits.maxSegments() + (reserved ? RESERVE : 0)) {
            throw new QueueException(
                    QueueException.Kind.TOO_MANY, "all " + limits.maxSegments() + " journal segments are in use");
        }
        return JournalSegment.create(files, newPath(), limits.segmentBytes());
    }

    /// Lets another thread make a file when none is free, so that the writer finds it when it needs one.
    void prepare() {
        if (!free.isEmpty() || spare != null || inUse.size() >= limits.maxSegments()) {
            return;
        }
        Path path = newPath();
        CompletableFuture<JournalSegment> making = new CompletableFuture<>();
        spare = making;
        Thread.ofPlatform().name("queue-journal-spare").daemon().start(() -> {
            try {
                making.complete(JournalSegment.create(files, path, limits.segmentBytes()));
            } catch (IOException e) {
                making.completeExceptionally(e);
            }
        });
    }

    /// Marks those that were found free once more: the mark may have been written by a process that could not force it
    /// to the disk.
    void confirmFree() throws IOException {
        for (JournalSegment segment : free) {
            if (segment.generation() > 0) {
                segment.invalidate(files);
            }
        }
    }

    /// Releases the oldest files while they hold nothing unfinished.
    void release(@Nullable JournalSegment active) throws IOException {
        while (true) {
            JournalSegment oldest = inUse.peekFirst();
            if (oldest == null || oldest.equals(active) || oldest.unfinished() > 0) {
                break;
            }
            inUse.removeFirst();
            free.addLast(oldest);
        }
        while (free.size() > limits.keptFree()) {
            removeFirstFree();
        }
        removeUnusable();
    }

    /// Removes files that must not be written again, and with them those before them in the order.
    private void removeUnusable() throws IOException {
        while (free.stream().anyMatch(this::unusable)) {
            removeFirstFree();
        }
    }

    private boolean unusable(JournalSegment segment) {
        return segment.broken() || segment.size() != limits.segmentBytes();
    }

    private void removeFirstFree() throws IOException {
        JournalSegment segment = free.getFirst();
        files.unlink(segment.path());
        files.syncDirectory(directory);
        free.removeFirst();
        segment.close();
    }

    int inUse() {
        return inUse.size();
    }

    /// True when a replay would find nothing to do.
    boolean allFinished() {
        return inUse.stream().allMatch(segment -> segment.unfinished() == 0);
    }

    /// Makes every file void for a replay, the oldest first. Only when all messages are finished.
    void invalidateAll() throws IOException {
        List<JournalSegment> all = new ArrayList<>(free);
        all.addAll(inUse);
        all.sort(Comparator.comparingLong(JournalSegment::generation));
        for (JournalSegment segment : all) {
            if (segment.generation() > 0) {
                if (segment.broken()) {
                    files.unlink(segment.path());
                    files.syncDirectory(directory);
                } else {
                    segment.invalidate(files);
                }
            }
        }
    }

    /// Closes all files.
    void close() throws IOException {
        if (spare != null) {
            try {
                spare.join().close();
            } catch (CompletionException _) {
                // the file was not made; nothing to close
            }
        }
        for (JournalSegment segment : free) {
            segment.close();
        }
        for (JournalSegment segment : inUse) {
            segment.close();
        }
    }
}
