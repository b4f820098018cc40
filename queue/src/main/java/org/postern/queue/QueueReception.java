package org.postern.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;

/// One message that arrives: its body is collected in memory up to a limit, then in a file.
final class QueueReception implements MailQueue.Reception {
    private static final int START = 8 << 10;

    /// Where finished messages go.
    interface Acceptor {
        /// True when a message is durable once it is accepted, and so must its file be.
        boolean syncs(DeliveryStart delivery);

        /// Makes a message with its body in memory durable.
        QueueEntry accept(Envelope envelope, byte[] body, int length, DeliveryStart delivery) throws QueueException;

        /// Makes a message with its body in the file durable; the file's data is synced already.
        QueueEntry acceptFile(Envelope envelope, long length, DeliveryStart delivery) throws QueueException;

        /// Waits for the first attempt, if anybody should, and makes durable what remains.
        void awaitFirstAttempt(QueueEntry entry) throws QueueException;

        /// Called in its place when the client has gone away.
        void forgetFirstAttempt(QueueEntry entry);
    }

    private final QueueId id;
    private final Acceptor acceptor;
    private final DurableFiles files;
    private final FileWorkers workers;
    private final Path path;
    private final int fileMode;
    private final int maxInline;
    private byte[] bytes = new byte[START];
    private int filled;
    private long written;
    private DurableFiles.@Nullable Handle file;
    private @Nullable QueueEntry accepted;
    private boolean failed;
    private boolean ended;

    QueueReception(
            QueueId id,
            Acceptor acceptor,
            DurableFiles files,
            FileWorkers workers,
            Path path,
            int fileMode,
            int maxInline) {
        this.id = id;
        this.acceptor = acceptor;
        this.files = files;
        this.workers = workers;
        this.path = path;
        this.fileMode = fileMode;
        this.maxInline = maxInline;
    }

    @Override
    public QueueId id() {
        return id;
    }

    @Override
    public long size() {
        return written + filled;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws QueueException {
        if (ended || failed) {
            throw new IllegalStateException("the reception has ended");
        }
        int from = offset;
        int left = length;
        while (left > 0) {
            if (filled == maxInline) {
                spill();
            }
            int count = Math.min(left, maxInline - filled);
            if (filled + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(maxInline, Math.max(filled + count, bytes.length * 2)));
            }
            System.arraycopy(source, from, bytes, filled, count);
            filled += count;
            from += count;
            left -= count;
        }
    }

    /// Writes what is in memory to the file.
    private void spill() throws QueueException {
        try {
            workers.call(() -> {
                DurableFiles.Handle handle = file;
                if (handle == null) {
                    handle = files.create(path, fileMode);
                    file = handle;
                }
                handle.write(ByteBuffer.wrap(bytes, 0, filled), written);
                return true;
            });
        } catch (Exception e) {
            failed = true;
            throw QueueFileTask.failure(e, "body of " + id);
        }
        written += filled;
        filled = 0;
    }

    @Override
    public void commit(Envelope envelope) throws QueueException {
        commit(envelope, DeliveryStart.USUAL);
    }

    @Override
    public void commit(Envelope envelope, DeliveryStart delivery) throws QueueException {
        if (ended || failed) {
            throw new IllegalStateException("the reception has ended");
        }
        if (!envelope.id().equals(id)) {
            throw new IllegalArgumentException("the envelope has another id");
        }
        DurableFiles.Handle handle = file;
        if (handle == null) {
            accepted = acceptor.accept(envelope, bytes, filled, delivery);
        } else {
            if (delivery == DeliveryStart.AWAITED || acceptor.syncs(delivery)) {
                syncBody(handle);
            } else {
                spill();
            }
            accepted = acceptor.acceptFile(envelope, written, delivery);
        }
        ended = true;
        closeFile();
    }

    @Override
    public void awaitFirstAttempt() throws QueueException {
        QueueEntry entry = accepted;
        accepted = null;
        if (entry != null) {
            acceptor.awaitFirstAttempt(entry);
        }
    }

    private void syncBody(DurableFiles.Handle handle) throws QueueException {
        spill();
        try {
            workers.call(() -> {
                handle.syncData();
                files.syncDirectory(path.getParent() == null ? path : path.getParent());
                return true;
            });
        } catch (Exception e) {
            failed = true;
            throw QueueFileTask.failure(e, "body of " + id);
        }
    }

    @Override
    public void close() {
        QueueEntry entry = accepted;
        accepted = null;
        if (entry != null) {
            acceptor.forgetFirstAttempt(entry);
        }
        if (ended) {
            return;
        }
        ended = true;
        if (file != null) {
            closeFile();
            try {
                workers.call(() -> files.unlink(path));
            } catch (Exception _) {
                // the next start removes it
            }
        }
    }

    private void closeFile() {
        DurableFiles.Handle handle = file;
        file = null;
        if (handle != null) {
            try {
                handle.close();
            } catch (IOException _) {
                // its data is synced, or not wanted
            }
        }
    }
}
