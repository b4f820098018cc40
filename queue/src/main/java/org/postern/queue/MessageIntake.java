package org.postern.queue;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.postern.base.Clock;
import org.postern.mail.Envelope;

/// Takes messages that have arrived into the journal and among those that are delivered, and lets the client
/// wait for as much as [QueueSafety] and [DeliveryStart] ask.
final class MessageIntake implements QueueReception.Acceptor {
    /// Makes a message durable, as far as it must be, and known.
    private interface Commit {
        QueueEntry run() throws QueueException;
    }

    private final QueueSettings settings;
    private final Journal journal;
    private final QueueIndex index;
    private final QueueFileThread fileThread;
    private final Clock clock;
    private final RandomGenerator random;

    MessageIntake(
            QueueSettings settings,
            Journal journal,
            QueueIndex index,
            QueueFileThread fileThread,
            Clock clock,
            RandomGenerator random) {
        this.settings = settings;
        this.journal = journal;
        this.index = index;
        this.fileThread = fileThread;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public QueueEntry accept(Envelope envelope, byte[] body, int length, DeliveryStart wanted) throws QueueException {
        DeliveryStart delivery = possible(envelope, wanted);
        byte[] control = control(envelope, length);
        return committed(() -> {
            JournalPlace place = journal.commit(envelope.id(), control, body, length, syncs(delivery));
            return added(envelope, place, body, length, delivery);
        });
    }

    @Override
    public QueueEntry acceptFile(Envelope envelope, long length, DeliveryStart wanted) throws QueueException {
        DeliveryStart delivery = possible(envelope, wanted);
        byte[] control = control(envelope, 0);
        return committed(() -> {
            JournalPlace place = journal.commitFile(envelope.id(), control, syncs(delivery));
            return added(envelope, place, null, length, delivery);
        });
    }

    /// Nobody waits for the delivery of what is quarantined.
    private static DeliveryStart possible(Envelope envelope, DeliveryStart wanted) {
        return envelope.quarantineReason().isPresent() ? DeliveryStart.USUAL : wanted;
    }

    /// A close waits for a commit, and where the answer waits for the first attempt, for its end.
    private QueueEntry committed(Commit commit) throws QueueException {
        boolean open = false;
        index.beginCommit();
        try {
            QueueEntry entry = commit.run();
            open = entry.firstAttempt != null;
            return entry;
        } finally {
            if (!open) {
                index.endCommit();
            }
        }
    }

    @Override
    public boolean syncs(DeliveryStart delivery) {
        return settings.safety().syncs(delivery);
    }

    @Override
    public void awaitFirstAttempt(QueueEntry entry) throws QueueException {
        FirstAttempt attempt = entry.firstAttempt;
        if (attempt == null) {
            return;
        }
        try {
            attempt.await(settings.times().firstAttemptWait());
            if (settings.safety() == QueueSafety.INTERACTIVE) {
                makeDurable(entry);
            }
        } finally {
            index.endCommit();
        }
    }

    @Override
    public void forgetFirstAttempt(QueueEntry entry) {
        if (entry.firstAttempt != null) {
            index.endCommit();
        }
    }

    /// Writes what is in the journal, and perhaps not durable there, as queue files.
    private void makeDurable(QueueEntry entry) throws QueueException {
        index.reservations().begin(entry);
        if (entry.place == null) {
            index.reservations().end(entry);
            return;
        }
        QueueFileTask task = new QueueFileTask(
                QueueFileTask.Kind.HAND_OVER, entry, index.resident(entry).orElse(null));
        fileThread.submit(task);
        task.await();
    }

    private byte[] control(Envelope envelope, int bodyLength) throws QueueException {
        byte[] control = QueueFileWriter.write(envelope);
        if (control.length + (long) bodyLength > journal.maxLength()
                || control.length > settings.memory().maxControlBytes()) {
            throw new QueueException(QueueException.Kind.TOO_MANY, "control data of " + control.length + " bytes");
        }
        return control;
    }

    private QueueEntry added(
            Envelope envelope, JournalPlace place, byte @Nullable [] body, long length, DeliveryStart delivery) {
        QueueEntry entry = new QueueEntry(envelope.id());
        entry.place = place;
        entry.large = body == null;
        entry.size = length;
        entry.dueKnown = true;
        entry.committedNanos = clock.nanoTime();
        long due = envelope.quarantineReason().isPresent() ? -1 : firstDue(envelope, delivery);
        if (delivery == DeliveryStart.AWAITED) {
            entry.firstAttempt = new FirstAttempt();
        }
        index.added(entry, envelope, body, due);
        if (due != 0) {
            // Whoever left it in the queue wants to see it there.
            index.reservations().begin(entry);
            fileThread.submit(new QueueFileTask(QueueFileTask.Kind.HAND_OVER, entry, envelope));
        }
        return entry;
    }

    private long firstDue(Envelope envelope, DeliveryStart delivery) {
        if (delivery == DeliveryStart.AWAITED || settings.runs().startsAtOnce(envelope)) {
            return 0;
        }
        return settings.runs().automatic()
                ? clock.epochMillis() + settings.retries().delayMillis(1, random)
                : Long.MAX_VALUE;
    }
}
