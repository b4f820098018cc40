package org.postern.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.postern.os.DurableFiles;

/// One pre-allocated file of the journal. Only the writer thread changes it; everybody may read its generation.
final class JournalSegment {
    private static final int MODE = 0600;

    private final Path path;
    private final DurableFiles.Handle handle;
    private final long size;
    private volatile long generation;
    private volatile long key;
    private int unfinished;
    private boolean broken;

    JournalSegment(Path path, DurableFiles.Handle handle, long size, long generation, long key) {
        this.path = path;
        this.handle = handle;
        this.size = size;
        this.generation = generation;
        this.key = key;
    }

    /// Makes a new file full of zeros whose name and content are durable.
    static JournalSegment create(DurableFiles files, Path path, long size) throws IOException {
        DurableFiles.Handle handle = files.create(path, MODE);
        try {
            handle.preallocate(size);
            files.syncDirectory(path.getParent() == null ? path : path.getParent());
            return new JournalSegment(path, handle, size, 0, 0);
        } catch (IOException e) {
            handle.close();
            if (!(e instanceof FileAlreadyExistsException)) {
                removeAfter(files, path, e);
            }
            throw e;
        }
    }

    private static void removeAfter(DurableFiles files, Path path, IOException failure) {
        try {
            files.unlink(path);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /// Starts a new use of the file, durably: were it not, a failed sync of the first records would leave the old
    /// content valid on the disk while files that are needed to understand it are used again.
    void begin(long newGeneration, long newKey) throws IOException {
        generation = newGeneration;
        key = newKey;
        handle.write(JournalFormat.segmentHead(JournalFormat.SEGMENT_ACTIVE, newGeneration, newKey), 0);
        handle.syncData();
    }

    /// Makes the content void for a replay, at once and durably. When the mark cannot be forced to the disk the file is
    /// removed, because a second sync would prove nothing.
    void invalidate(DurableFiles files) throws IOException {
        try {
            handle.write(JournalFormat.segmentHead(JournalFormat.SEGMENT_FREE, generation, key), 0);
            handle.syncData();
        } catch (IOException _) {
            broken = true;
            files.unlink(path);
            files.syncDirectory(path.getParent() == null ? path : path.getParent());
        }
    }

    void write(ByteBuffer bytes, long position) throws IOException {
        handle.write(bytes, position);
    }

    int read(ByteBuffer target, long position) throws IOException {
        return handle.read(target, position);
    }

    void sync() throws IOException {
        handle.syncData();
    }

    void close() throws IOException {
        handle.close();
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    /// The place of this use of the file among all uses of segments; 0 before the first.
    long generation() {
        return generation;
    }

    /// What stands in each record of this use.
    long key() {
        return key;
    }

    /// Counts a message that is committed here and not finished.
    void add() {
        unfinished++;
    }

    /// Counts a message as finished.
    void finish() {
        unfinished--;
    }

    int unfinished() {
        return unfinished;
    }

    /// After a failed write or sync the file is never written again.
    void fail() {
        broken = true;
    }

    boolean broken() {
        return broken;
    }
}
