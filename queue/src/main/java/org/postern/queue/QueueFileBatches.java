package org.postern.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;

/// Changes queue files in batches: the files of each message are written and synced by several threads, then each
/// directory is synced once for all, then the journal notes once what is now in files.
///
/// The order within a message is fixed: the body is synced before the control file gets its name, the journal forgets
/// only what is durable, and a body is removed only after the removal of its control file is durable.
final class QueueFileBatches {
    /// The first part of the name of a body that arrives as a file.
    static final String ARRIVING = "body-";

    private final QueueFiles files;
    private final Journal journal;
    private final FileWorkers workers;
    private final DirectoryChoice choice;
    private final Path journalDirectory;

    QueueFileBatches(
            QueueFiles files, Journal journal, FileWorkers workers, DirectoryChoice choice, Path journalDirectory) {
        this.files = files;
        this.journal = journal;
        this.workers = workers;
        this.choice = choice;
        this.journalDirectory = journalDirectory;
    }

    /// Where a body is while it arrives as a file, and until the message is handed over.
    Path arriving(QueueId id) {
        return journalDirectory.resolve(ARRIVING + id.value());
    }

    /// Where a message goes. Always the same for one message, so that a second try meets the files of the first.
    QueueDirectory directoryFor(QueueEntry entry, Envelope envelope) throws IOException {
        QueueDirectory planned = entry.planned;
        if (planned == null) {
            planned = choice.directoryFor(entry.id, envelope);
            entry.planned = planned;
        }
        return planned;
    }

    /// Does all of it.
    ///
    /// @param settled called for each task, failed or not, before those who wait for it are told
    void run(List<QueueFileTask> tasks, Consumer<QueueFileTask> settled) {
        for (QueueFileTask task : tasks) {
            if (task.kind != QueueFileTask.Kind.HAND_OVER) {
                QueueDirectory filed = task.entry.directory;
                task.directory = filed == null ? task.entry.planned : filed;
            }
        }
        List<Runnable> works = new ArrayList<>(tasks.size());
        for (QueueFileTask task : tasks) {
            works.add(() -> guarded(task));
        }
        workers.all(works);
        List<QueueFileTask> good = withoutFailure(tasks);
        try {
            files.syncDirectories(touched(good));
            noteInJournal(good);
        } catch (IOException | QueueException e) {
            good.forEach(task -> task.failure = e);
        }
        for (QueueFileTask task : tasks) {
            settled.accept(task);
            task.finish();
        }
        removeBodies(withoutFailure(good));
    }

    private static List<QueueFileTask> withoutFailure(List<QueueFileTask> tasks) {
        return tasks.stream().filter(task -> task.failure == null).toList();
    }

    private void guarded(QueueFileTask task) {
        try {
            switch (task.kind) {
                case HAND_OVER -> handOver(task);
                case UPDATE -> {
                    if (task.envelope != null) {
                        task.lock = files.writeControl(known(task), task.envelope, task.entry.kind);
                    }
                }
                case REMOVE -> files.removeControl(known(task), task.entry.id, task.entry.kind);
            }
        } catch (IOException e) {
            task.failure = e;
        }
    }

    private static QueueDirectory known(QueueFileTask task) throws IOException {
        QueueDirectory directory = task.directory;
        if (directory == null) {
            throw new IOException("no queue directory for " + task.entry.id);
        }
        return directory;
    }

    private void handOver(QueueFileTask task) throws IOException {
        QueueEntry entry = task.entry;
        JournalPlace place = entry.place;
        byte @Nullable [] body = entry.body;
        @Nullable Envelope envelope = task.envelope;
        Journal.@Nullable Content content = null;
        if ((envelope == null || (body == null && !entry.large)) && place != null) {
            content = journal.read(place).orElseThrow(() -> new IOException("the journal has lost " + entry.id));
        }
        if (envelope == null && content != null) {
            envelope = control(entry, content);
        }
        if (envelope == null) {
            throw new IOException("no control data of " + entry.id);
        }
        QueueDirectory directory = directoryFor(entry, envelope);
        task.directory = directory;
        if (entry.large) {
            if (!files.moveBody(arriving(entry.id), directory, entry.id)) {
                throw new IOException("the body of " + entry.id + " is missing");
            }
        } else if (body != null) {
            files.writeBody(directory, entry.id, ByteBuffer.wrap(body, 0, (int) entry.size));
        } else if (content != null) {
            files.writeBody(directory, entry.id, content.body());
        }
        task.lock = files.writeControl(directory, envelope, entry.kind);
    }

    private static Envelope control(QueueEntry entry, Journal.Content content) throws IOException {
        return switch (content.control(entry.id)) {
            case QueueFileReader.Result.Read(Envelope envelope, Optional<String> _) -> envelope;
            case QueueFileReader.Result.Bogus(String why) ->
                throw new IOException("control data of " + entry.id + " in the journal: " + why);
        };
    }

    private Set<Path> touched(List<QueueFileTask> tasks) {
        Set<Path> touched = new HashSet<>();
        for (QueueFileTask task : tasks) {
            QueueDirectory directory = task.directory;
            if (directory != null) {
                if (task.kind == QueueFileTask.Kind.HAND_OVER) {
                    touched.add(directory.bodies());
                    if (task.entry.large) {
                        touched.add(journalDirectory);
                    }
                }
                touched.add(directory.controls());
            }
        }
        return touched;
    }

    private void noteInJournal(List<QueueFileTask> tasks) throws QueueException {
        List<JournalPlace> places = new ArrayList<>();
        for (QueueFileTask task : tasks) {
            JournalPlace place = task.entry.place;
            if (task.kind == QueueFileTask.Kind.HAND_OVER && place != null) {
                places.add(place);
            }
        }
        if (!places.isEmpty()) {
            journal.filed(places);
        }
    }

    private void removeBodies(List<QueueFileTask> tasks) {
        for (QueueFileTask task : tasks) {
            QueueDirectory directory = task.directory;
            try {
                if (task.kind == QueueFileTask.Kind.REMOVE && directory != null) {
                    files.removeBody(directory, task.entry.id);
                } else if (task.kind == QueueFileTask.Kind.HAND_OVER && task.entry.large) {
                    // still there when it had to be copied to another file system
                    files.files().unlink(arriving(task.entry.id));
                }
            } catch (IOException _) {
                // a body without a control file is no message; it only takes space
            }
        }
    }
}
