package org.postern.queue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;

/// Reads and writes the `qf` and `df` files of one message at a time.
///
/// Nothing here syncs a directory: callers collect the directories that changed, so that one sync serves many messages.
final class QueueFiles {
    private static final int COPY = 1 << 16;
    private static final int OTHERS_WRITE = 0022;

    private final DurableFiles files;
    private final int fileMode;
    private final int owner;
    private final int maxControlBytes;

    QueueFiles(DurableFiles files, int fileMode, int owner, int maxControlBytes) {
        this.files = files;
        this.fileMode = fileMode;
        this.owner = owner;
        this.maxControlBytes = maxControlBytes;
    }

    DurableFiles files() {
        return files;
    }

    /// What a look at a control file gave.
    sealed interface Look {
        /// It may be processed.
        record Good(Envelope envelope, DurableFiles.Facts facts) implements Look {}

        /// It must not be processed.
        record Bogus(String why) implements Look {}

        /// It is not there.
        record Gone() implements Look {}
    }

    /// Reads a control file after checking that nobody else can have written it.
    Look read(Path control, QueueId id) throws IOException {
        try (DurableFiles.Handle handle = files.open(control, false)) {
            DurableFiles.Facts facts = handle.facts();
            Optional<String> unsafe = unsafe(facts);
            if (unsafe.isPresent()) {
                return new Look.Bogus(unsafe.get());
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) facts.size());
            int length = handle.read(bytes, 0);
            return switch (QueueFileReader.read(id, bytes.array(), 0, length)) {
                case QueueFileReader.Result.Read(Envelope envelope, Optional<String> _) ->
                    new Look.Good(envelope, facts);
                case QueueFileReader.Result.Bogus(String why) -> new Look.Bogus(why);
            };
        } catch (NoSuchFileException _) {
            return new Look.Gone();
        }
    }

    private Optional<String> unsafe(DurableFiles.Facts facts) {
        if (!facts.regular() || facts.links() != 1) {
            return Optional.of("not a file with one name");
        }
        boolean foreign = facts.owner() != owner && facts.owner() != 0;
        boolean writable = (facts.mode() & OTHERS_WRITE & ~fileMode) != 0;
        if (foreign || writable) {
            return Optional.of("bogus queue file, uid=" + facts.owner() + ", gid=" + facts.group() + ", mode="
                    + Integer.toOctalString(facts.mode()));
        }
        if (facts.size() > maxControlBytes) {
            return Optional.of("larger than " + maxControlBytes + " bytes");
        }
        return Optional.empty();
    }

    /// Writes and syncs a body; a file of this name is left from a crash and is replaced.
    void writeBody(QueueDirectory directory, QueueId id, ByteBuffer body) throws IOException {
        Path path = directory.body(id);
        try (DurableFiles.Handle handle = fresh(path)) {
            handle.write(body, 0);
            handle.syncData();
        }
    }

    /// Brings a body that arrived as a file to its place; where it lies on another file system it is copied.
    ///
    /// @return false when it is at neither place
    boolean moveBody(Path from, QueueDirectory directory, QueueId id) throws IOException {
        Path to = directory.body(id);
        Optional<DurableFiles.Facts> source = files.facts(from);
        if (source.isEmpty()) {
            return files.facts(to).isPresent();
        }
        Optional<DurableFiles.Facts> target = files.facts(directory.bodies());
        if (target.isPresent() && target.get().device() == source.get().device()) {
            files.rename(from, to);
            return true;
        }
        try (DurableFiles.Handle source1 = files.open(from, false);
                DurableFiles.Handle handle = fresh(to)) {
            ByteBuffer part = ByteBuffer.allocate(COPY);
            long position = 0;
            for (int count = source1.read(part, 0); count > 0; count = source1.read(part, position)) {
                handle.write(part.flip(), position);
                position += count;
                part.clear();
            }
            handle.syncData();
        }
        return true;
    }

    private DurableFiles.Handle fresh(Path path) throws IOException {
        try {
            return files.create(path, fileMode);
        } catch (FileAlreadyExistsException _) {
            files.unlink(path);
            return files.create(path, fileMode);
        }
    }

    /// Writes and syncs a control file under a temporary name, locks it, and gives it its name.
    ///
    /// @param kind what it was before
    /// @return the lock; the caller ends it
    DurableFiles.Lock writeControl(QueueDirectory directory, Envelope envelope, QueueKind kind) throws IOException {
        QueueId id = envelope.id();
        Path temporary = directory.unfinished(id);
        try (DurableFiles.Handle handle = fresh(temporary)) {
            handle.write(ByteBuffer.wrap(QueueFileWriter.write(envelope)), 0);
            handle.syncData();
        }
        DurableFiles.Lock lock =
                files.tryLock(temporary).orElseThrow(() -> new IOException("somebody else has locked " + temporary));
        try {
            boolean quarantined = envelope.quarantineReason().isPresent();
            if (kind == QueueKind.LOST) {
                // whoever finds out why it was lost gives it its name again
                files.rename(temporary, directory.lost(id));
                return lock;
            }
            files.rename(temporary, directory.control(id, quarantined));
            // the name under which it may have been before
            files.unlink(directory.control(id, !quarantined));
            return lock;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /// Removes the control file under each name that it can have.
    void removeControl(QueueDirectory directory, QueueId id, QueueKind kind) throws IOException {
        if (kind == QueueKind.LOST) {
            files.unlink(directory.lost(id));
        }
        files.unlink(directory.control(id, false));
        files.unlink(directory.control(id, true));
        files.unlink(directory.unfinished(id));
    }

    /// Removes a body, and what a sendmail may have left beside it.
    void removeBody(QueueDirectory directory, QueueId id) throws IOException {
        files.unlink(directory.body(id));
        files.unlink(directory.transcript(id));
    }

    /// Takes the lock on a control file.
    ///
    /// @return empty when it is locked by somebody else, or gone
    Optional<DurableFiles.Lock> lock(Path control) throws IOException {
        try {
            Optional<DurableFiles.Lock> lock = files.tryLock(control);
            if (lock.isPresent() && !lock.get().stillNames(control)) {
                lock.get().close();
                return Optional.empty();
            }
            return lock;
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// Makes names in directories durable.
    void syncDirectories(Set<Path> directories) throws IOException {
        for (Path directory : directories) {
            files.syncDirectory(directory);
        }
    }

    /// A stream over a file.
    InputStream stream(Path path) throws IOException {
        return new HandleStream(files.open(path, false));
    }

    private static final class HandleStream extends InputStream {
        private final DurableFiles.Handle handle;
        private final byte[] one = new byte[1];
        private long position;

        HandleStream(DurableFiles.Handle handle) {
            this.handle = handle;
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = handle.read(ByteBuffer.wrap(target, offset, length), position);
            position += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() throws IOException {
            handle.close();
        }
    }
}
