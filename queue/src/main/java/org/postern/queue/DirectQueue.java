package org.postern.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.base.Clock;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;

/// A queue that only takes messages, and writes each at once as `qf` and `df` files: for a command that has a message
/// to leave when no daemon answers. It needs no journal and no lock, so that many commands and a daemon can use the
/// same directories at the same time, as with sendmail.
public final class DirectQueue implements MailQueue {
    private final DurableFiles files;
    private final QueueFiles queueFiles;
    private final QueueIds ids;
    private final DirectoryChoice choice;
    private final List<QueueDirectory> directories = new ArrayList<>();
    private final int fileMode;
    private final long minFreeBytes;
    private long committed;

    /// @param settings where and how; the journal in them is not used
    /// @param process a part of each queue id
    /// @throws IOException when a queue directory cannot be looked at
    public DirectQueue(QueueSettings settings, DurableFiles files, Clock clock, long process) throws IOException {
        this.files = files;
        this.fileMode = settings.fileMode();
        this.minFreeBytes = settings.minFreeBytes();
        this.ids = new QueueIds(clock, process);
        this.queueFiles = new QueueFiles(
                files, fileMode, settings.owner(), settings.memory().maxControlBytes());
        for (QueueGroup group : settings.groups().all()) {
            for (java.nio.file.Path base : group.directories()) {
                directories.add(QueueDirectory.at(files, base, group.name()));
            }
        }
        this.choice = new DirectoryChoice(files, settings.groups(), directories, minFreeBytes);
    }

    @Override
    public Reception receive() throws QueueException {
        QueueId id = ids.next();
        try {
            QueueDirectory directory =
                    choice.directoryFor(id, Envelope.builder(id).sender("<>").build());
            if (files.freeBytes(directory.bodies()) < minFreeBytes) {
                throw new QueueException(
                        QueueException.Kind.DISK_FULL, directory.base() + " has less free than MinFreeBlocks");
            }
            return new DirectReception(id, directory, files.create(directory.body(id), fileMode));
        } catch (IOException e) {
            throw QueueFileTask.failure(e, "writing to the queue");
        }
    }

    @Override
    public QueueId freshId() {
        return ids.next();
    }

    /// Never: nobody delivers from here.
    @Override
    public Optional<Claim> take() {
        return Optional.empty();
    }

    @Override
    public int runNow(QueueSelection selection) {
        return 0;
    }

    @Override
    public synchronized QueueFigures figures() {
        return new QueueFigures(committed, 0, committed, committed);
    }

    @Override
    public void close() {}

    private synchronized void count() {
        committed++;
    }

    private final class DirectReception implements Reception {
        private final QueueId id;
        private final QueueDirectory directory;
        private DurableFiles.@Nullable Handle handle;
        private long size;
        private boolean committed;

        DirectReception(QueueId id, QueueDirectory directory, DurableFiles.Handle handle) {
            this.id = id;
            this.directory = directory;
            this.handle = handle;
        }

        @Override
        public QueueId id() {
            return id;
        }

        private DurableFiles.Handle open() {
            DurableFiles.Handle now = handle;
            if (now == null) {
                throw new IllegalStateException("the reception has ended");
            }
            return now;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws QueueException {
            try {
                open().write(ByteBuffer.wrap(bytes, offset, length), size);
                size += length;
            } catch (IOException e) {
                throw QueueFileTask.failure(e, "writing " + directory.body(id));
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void commit(Envelope envelope) throws QueueException {
            if (!envelope.id().equals(id)) {
                throw new IllegalArgumentException("the envelope has another id");
            }
            try (DurableFiles.Handle body = open()) {
                handle = null;
                body.syncData();
                Set<java.nio.file.Path> changed = new HashSet<>(Set.of(directory.bodies()));
                queueFiles.syncDirectories(changed);
                queueFiles.writeControl(directory, envelope, QueueKind.NORMAL).close();
                queueFiles.syncDirectories(Set.of(directory.controls()));
                committed = true;
                count();
            } catch (IOException e) {
                throw QueueFileTask.failure(e, "queue files of " + id);
            } finally {
                if (!committed) {
                    drop();
                }
            }
        }

        private void drop() {
            try {
                queueFiles.removeControl(directory, id, QueueKind.NORMAL);
                queueFiles.removeBody(directory, id);
            } catch (IOException _) {
                // a body without a control file is no message; it only takes space
            }
        }

        @Override
        public void close() {
            DurableFiles.Handle open = handle;
            handle = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException _) {
                    // it is removed
                }
                drop();
            }
        }
    }
}
