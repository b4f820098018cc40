package org.postern.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of a message wherever it is at the moment: in memory, in the journal, or in a file. It may move between
/// two calls of [#open]; a stream that is open stays valid.
final class QueueBody implements MessageBody {
    private static final int TRIES = 5;

    private final QueueEntry entry;
    private final Journal journal;
    private final QueueFiles files;
    private final QueueFileBatches batches;
    private final FileWorkers workers;

    QueueBody(QueueEntry entry, Journal journal, QueueFiles files, QueueFileBatches batches, FileWorkers workers) {
        this.entry = entry;
        this.journal = journal;
        this.files = files;
        this.batches = batches;
        this.workers = workers;
    }

    @Override
    public long size() {
        return entry.size;
    }

    @Override
    public InputStream open() throws IOException {
        byte @Nullable [] kept = entry.body;
        if (kept != null) {
            return new ByteArrayInputStream(kept, 0, (int) entry.size);
        }
        try {
            return workers.call(this::find);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot read the body of " + entry.id, e);
        }
    }

    private InputStream find() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Optional<InputStream> found = look();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new NoSuchFileException("body of " + entry.id);
    }

    private Optional<InputStream> look() throws IOException {
        QueueDirectory directory = entry.directory;
        JournalPlace place = entry.place;
        try {
            if (directory != null) {
                return Optional.of(files.stream(directory.body(entry.id)));
            }
            if (entry.large) {
                return Optional.of(files.stream(batches.arriving(entry.id)));
            }
            if (place != null) {
                return journal.read(place).map(QueueBody::stream);
            }
            return Optional.empty();
        } catch (NoSuchFileException _) {
            // it is on its way into the queue directory: the next look finds it
            if (entry.large) {
                return moved();
            }
            return Optional.empty();
        }
    }

    private Optional<InputStream> moved() throws IOException {
        QueueDirectory planned = entry.planned;
        if (planned == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(files.stream(planned.body(entry.id)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static InputStream stream(Journal.Content content) {
        ByteBuffer body = content.body();
        return new ByteArrayInputStream(body.array(), body.arrayOffset() + body.position(), body.remaining());
    }
}
