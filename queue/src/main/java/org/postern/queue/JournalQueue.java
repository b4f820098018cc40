package org.postern.queue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.os.DurableFiles;

/// The queue on disk: a journal for what arrives, sendmail's `qf` and `df` files for what stays. The package
/// documentation has the states of a message and what a crash does in each.
public final class JournalQueue implements MailQueue {
    private static final String LOCK_NAME = "lock";
    private static final int LOCK_MODE = 0600;
    private static final int MAX_BATCH = 256;
    private static final long RELEASED_MILLIS = 1000;
    private static final long SPACE_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// The outside of the queue.
    ///
    /// @param files where everything is stored
    /// @param random makes keys that a sender of mail must not foresee; a secure one in the product
    /// @param events takes notices
    /// @param process the number of this process, a part of each queue id
    public record Surroundings(
            DurableFiles files, Clock clock, RandomGenerator random, EventSink events, long process) {}

    private final QueueSettings settings;
    private final DurableFiles files;
    private final Clock clock;
    private final RandomGenerator random;
    private final EventSink events;
    private final FileWorkers workers;
    private final QueueFiles queueFiles;
    private final Journal journal;
    private final QueueIndex index;
    private final QueueFileBatches batches;
    private final QueueFileThread fileThread;
    private final MessageIntake intake;
    private final QueueRecovery recovery;
    private final QueueIds ids;
    private final DurableFiles.Lock processLock;
    private final Storage storage = new Storage();
    private final ClaimOpener opener;
    private final QueueParts parts;
    private final QueueRuns runs;
    private volatile boolean spaceChecked;
    private volatile long spaceCheckedNanos;
    private volatile boolean paused;
    private volatile long pausedNanos;
    private boolean closed;

    private JournalQueue(QueueSettings settings, Surroundings around, Journal journal, DurableFiles.Lock processLock)
            throws IOException {
        this.settings = settings;
        this.journal = journal;
        this.processLock = processLock;
        files = around.files();
        clock = around.clock();
        random = around.random();
        events = around.events();
        workers = new FileWorkers(settings.times().fileWorkers());
        index = new QueueIndex(
                clock,
                settings.memory(),
                settings.runs().automatic(),
                new RunnerPlaces(settings.groups(), settings.runs().maxRunners()));
        queueFiles = new QueueFiles(
                files, settings.fileMode(), settings.owner(), settings.memory().maxControlBytes());
        List<QueueDirectory> directories = new ArrayList<>();
        for (QueueGroup group : settings.groups().all()) {
            for (Path base : group.directories()) {
                directories.add(QueueDirectory.at(files, base, group.name()));
            }
        }
        batches = new QueueFileBatches(
                queueFiles,
                journal,
                workers,
                new DirectoryChoice(files, settings.groups(), directories, settings.minFreeBytes()),
                settings.journalDirectory());
        fileThread = new QueueFileThread(this::runBatch, this::handOverOld, index::settled);
        intake = new MessageIntake(settings, journal, index, fileThread, clock, random);
        recovery = new QueueRecovery(queueFiles, journal, directories, batches, settings.journalDirectory());
        ids = new QueueIds(clock, around.process());
        opener = new ClaimOpener(queueFiles, journal, index, storage, clock, events);
        parts = new QueueParts(recovery, index, clock, settings.memory().maxKnown());
        runs = new QueueRuns(
                recovery,
                parts,
                index,
                opener,
                queueFiles,
                settings.runs(),
                settings.groups(),
                storage::ripeMillis,
                clock,
                random);
    }

    /// Opens the queue: takes it for this process, brings what a crash left in the journal into queue files, and
    /// finds the queue files that are there.
    ///
    /// @throws QueueException when another process has it, or the storage fails
    public static JournalQueue open(QueueSettings settings, Surroundings around) throws QueueException {
        DurableFiles.@Nullable Lock processLock = null;
        try {
            processLock = lockProcess(around.files(), settings.journalDirectory());
            Journal journal = Journal.open(
                    around.files(), settings.journalDirectory(), settings.journal(), around.random(), around.clock());
            JournalQueue queue = new JournalQueue(settings, around, journal, processLock);
            try {
                queue.start();
            } catch (IOException e) {
                queue.workers.close();
                journal.closeUnopened();
                throw e;
            }
            return queue;
        } catch (IOException e) {
            if (processLock != null) {
                processLock.close();
            }
            throw QueueFileTask.failure(e, "opening the queue");
        }
    }

    private static DurableFiles.Lock lockProcess(DurableFiles files, Path directory)
            throws IOException, QueueException {
        Path path = directory.resolve(LOCK_NAME);
        try {
            files.create(path, LOCK_MODE).close();
        } catch (FileAlreadyExistsException _) {
            // from an earlier start
        }
        return files.tryLock(path)
                .orElseThrow(() -> new QueueException(
                        QueueException.Kind.IN_USE, "another process uses the queue in " + directory));
    }

    private void start() throws IOException {
        int recovered = recovery.recover();
        if (recovered > 0 || journal.damagedBlocks() > 0) {
            events.accept(QueueNotice.recovered(recovered, journal.damagedBlocks()));
        }
        journal.start();
        recovery.removeArriving();
        parts.begin();
        fileThread.start();
    }

    /// Looks for control files that others have put into the queue directories since the start.
    ///
    /// @throws QueueException when a directory cannot be read
    public void rescan() throws QueueException {
        try {
            workers.call(() -> {
                parts.find();
                return true;
            });
        } catch (Exception e) {
            throw QueueFileTask.failure(e, "reading the queue directories");
        }
    }

    @Override
    public QueueId freshId() {
        return ids.next();
    }

    @Override
    public Reception receive() throws QueueException {
        index.refuseWhenClosing();
        checkSpace();
        QueueId id = ids.next();
        return new QueueReception(
                id,
                intake,
                files,
                workers,
                batches.arriving(id),
                settings.fileMode(),
                settings.memory().maxInlineBody());
    }

    private void checkSpace() throws QueueException {
        long now = clock.nanoTime();
        if (spaceChecked && now - spaceCheckedNanos < SPACE_CHECK_NANOS) {
            return;
        }
        try {
            workers.call(() -> {
                needSpace(List.of(settings.journalDirectory()));
                for (QueueGroup group : settings.groups().all()) {
                    needSpace(group.directories());
                }
                return true;
            });
        } catch (Exception e) {
            spaceChecked = false;
            throw QueueFileTask.failure(e, "free space");
        }
        spaceCheckedNanos = now;
        spaceChecked = true;
    }

    /// One of several file systems with room is enough: [DirectoryChoice] takes that one.
    private void needSpace(List<Path> directories) throws IOException, QueueException {
        long most = 0;
        for (Path directory : directories) {
            most = Math.max(most, files.freeBytes(directory));
        }
        if (most < settings.minFreeBytes()) {
            throw new QueueException(
                    QueueException.Kind.DISK_FULL,
                    directories.getFirst() + " has " + most + " bytes free, less than MinFreeBlocks");
        }
    }

    @Override
    public Optional<Claim> take() throws InterruptedException {
        while (true) {
            Optional<QueueEntry> next = index.awaitDue();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            Optional<Claim> claim = claim(next.get());
            if (claim.isPresent()) {
                return claim;
            }
        }
    }

    /// The next message that is due, without waiting.
    Optional<Claim> takeDue() {
        while (true) {
            Optional<QueueEntry> next = index.pollDue();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            Optional<Claim> claim = claim(next.get());
            if (claim.isPresent()) {
                return claim;
            }
        }
    }

    private Optional<Claim> claim(QueueEntry entry) {
        while (true) {
            ClaimOpener.Opened opened = open(entry);
            switch (opened) {
                case ClaimOpener.Opened.Ready(Envelope envelope) -> {
                    MessageBody body = new QueueBody(entry, journal, queueFiles, batches, workers);
                    tellRun(entry);
                    return Optional.of(new JournalClaim(entry, envelope, body, index, storage));
                }
                case ClaimOpener.Opened.Later(long due, long priority) -> {
                    if (entry.kind == QueueKind.NORMAL) {
                        index.reschedule(entry, due, priority);
                    } else {
                        index.remove(entry);
                    }
                    return Optional.empty();
                }
                case ClaimOpener.Opened.Gone() -> {
                    index.remove(entry);
                    return Optional.empty();
                }
                case ClaimOpener.Opened.Moved() -> {}
            }
        }
    }

    private ClaimOpener.Opened open(QueueEntry entry) {
        try {
            if (entry.directory == null && index.resident(entry).isPresent()) {
                return opener.open(entry);
            }
            return workers.call(() -> opener.open(entry));
        } catch (Exception e) {
            String what = String.valueOf(e.getMessage());
            events.accept(QueueNotice.failed(Optional.of(entry.id), "cannot open: " + what));
            return new ClaimOpener.Opened.Later(
                    clock.epochMillis() + settings.retries().first().toMillis(), 0);
        }
    }

    private void tellRun(QueueEntry entry) {
        QueueRun run = entry.run;
        if (run != null) {
            QueueDirectory directory = entry.directory;
            run.begins(entry.id, directory == null ? settings.queueDirectories().getFirst() : directory.bodies());
        }
    }

    @Override
    public int runNow(QueueSelection selection) {
        try {
            return run(selection, QueueRun.Listener.NONE).total();
        } catch (QueueException e) {
            events.accept(QueueNotice.failed(Optional.empty(), "queue run: " + e.getMessage()));
            return 0;
        }
    }

    /// Starts a queue run: control files that others have put here are found too.
    ///
    /// @throws QueueException when a queue directory cannot be read
    public QueueRun run(QueueSelection selection, QueueRun.Listener listener) throws QueueException {
        try {
            return workers.call(() -> runs.start(selection, listener));
        } catch (Exception e) {
            throw QueueFileTask.failure(e, "reading the queue directories");
        }
    }

    /// Waits until nothing is due and no delivery is under way.
    public void awaitIdle() throws InterruptedException {
        index.awaitIdle();
    }

    @Override
    public QueueFigures figures() {
        return index.figures(journal.syncs());
    }

    private void runBatch(List<QueueFileTask> tasks) {
        batches.run(tasks, index::settled);
        Set<QueueEntry> filed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (QueueFileTask task : tasks) {
            if (task.kind == QueueFileTask.Kind.HAND_OVER && task.failure == null) {
                filed.add(task.entry);
            }
        }
        if (!filed.isEmpty()) {
            index.rest(filed);
        }
        for (QueueFileTask task : tasks) {
            Exception failure = task.failure;
            if (failure != null && task.kind == QueueFileTask.Kind.HAND_OVER) {
                paused = true;
                pausedNanos = clock.nanoTime();
                events.accept(QueueNotice.failed(Optional.of(task.entry.id), "hand-over: " + failure.getMessage()));
                break;
            }
        }
    }

    private void handOverOld() {
        if (paused && clock.nanoTime() - pausedNanos < PAUSE_NANOS) {
            return;
        }
        paused = false;
        try {
            parts.goOn();
        } catch (IOException e) {
            events.accept(QueueNotice.failed(Optional.empty(), "reading the queue directories: " + e.getMessage()));
        }
        for (QueueEntry entry : index.oldInJournal(settings.times().handOverAfter(), MAX_BATCH)) {
            fileThread.submit(new QueueFileTask(QueueFileTask.Kind.HAND_OVER, entry, kept(entry)));
        }
    }

    /// Control data that is newer than the journal's.
    private @Nullable Envelope kept(QueueEntry entry) {
        return index.resident(entry).orElse(null);
    }

    @Override
    public void close() throws QueueException {
        if (closed) {
            return;
        }
        closed = true;
        index.close(settings.times().closeWait());
        @Nullable QueueException failure = null;
        List<QueueFileTask> tasks = new ArrayList<>();
        for (QueueEntry entry : index.unfiled()) {
            index.reservations().begin(entry);
            if (entry.place == null && !entry.unsaved) {
                index.reservations().end(entry);
                continue;
            }
            QueueFileTask.Kind kind = entry.place == null ? QueueFileTask.Kind.UPDATE : QueueFileTask.Kind.HAND_OVER;
            QueueFileTask task = new QueueFileTask(kind, entry, kept(entry));
            tasks.add(task);
            fileThread.submit(task);
        }
        for (QueueFileTask task : tasks) {
            try {
                task.await();
            } catch (QueueException e) {
                failure = e;
            }
        }
        fileThread.stop();
        try {
            journal.close();
        } catch (IOException e) {
            failure = QueueFileTask.failure(e, "closing the journal");
        }
        index.unlockAll();
        workers.close();
        processLock.close();
        if (failure != null) {
            throw failure;
        }
    }

    /// Ends the threads as a crash does: nothing more is stored.
    void abandon() {
        index.endFirstAttempts();
        fileThread.stop();
        journal.abandon();
        workers.close();
    }

    /// How claims change what is stored.
    private final class Storage implements JournalClaim.Storage {
        @Override
        public void finish(QueueEntry entry) throws QueueException {
            index.reservations().begin(entry);
            JournalPlace place = entry.place;
            boolean inFiles = place == null || entry.planned != null;
            if (place != null) {
                try {
                    journal.done(place);
                    entry.place = null;
                } catch (QueueException e) {
                    index.reservations().end(entry);
                    throw e;
                }
            }
            if (inFiles) {
                QueueFileTask task = new QueueFileTask(QueueFileTask.Kind.REMOVE, entry, null);
                fileThread.submit(task);
                task.await();
            } else {
                index.reservations().end(entry);
            }
            if (entry.large) {
                removeArrived(entry);
            }
        }

        private void removeArrived(QueueEntry entry) {
            try {
                workers.call(() -> files.unlink(batches.arriving(entry.id)));
            } catch (Exception _) {
                // it only takes space; the next start removes it
            }
        }

        @Override
        public void store(QueueEntry entry, Envelope envelope) throws QueueException {
            index.reservations().begin(entry);
            QueueFileTask.Kind kind = entry.place == null ? QueueFileTask.Kind.UPDATE : QueueFileTask.Kind.HAND_OVER;
            QueueFileTask task = new QueueFileTask(kind, entry, envelope);
            fileThread.submit(task);
            task.await();
        }

        @Override
        public boolean mayDefer() {
            return settings.safety() != QueueSafety.WRITTEN;
        }

        @Override
        public Envelope attempted(Envelope envelope) {
            return envelope.toBuilder()
                    .lastAttemptSeconds(clock.epochSeconds())
                    .attempts(envelope.attempts() + 1)
                    .priority(settings.factors().afterAttempt(envelope.priority()))
                    .build();
        }

        /// When a run on demand takes it (`MinQueueAge`, `MaxQueueAge`).
        private long ripeMillis(Envelope envelope) {
            return TimeUnit.SECONDS.toMillis(envelope.lastAttemptSeconds())
                    + settings.retries().withInterval(Duration.ZERO).delayMillis(envelope, random);
        }

        @Override
        public long dueMillis(QueueEntry entry, Envelope envelope) {
            long last = TimeUnit.SECONDS.toMillis(envelope.lastAttemptSeconds());
            return last + settings.retries(entry.directory, envelope).delayMillis(envelope, random);
        }

        @Override
        public long releasedMillis() {
            return clock.epochMillis() + RELEASED_MILLIS;
        }
    }
}
