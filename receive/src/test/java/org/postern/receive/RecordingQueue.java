package org.postern.receive;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.queue.DeliveryStart;
import org.postern.queue.MailQueue;
import org.postern.queue.QueueException;
import org.postern.queue.QueueFigures;
import org.postern.queue.QueueSelection;

/// A queue that keeps what it gets and fails where a test says so.
final class RecordingQueue implements MailQueue {
    /// Where storing fails.
    enum Failure {
        NONE,
        AT_START,
        AT_WRITE,
        AT_COMMIT,
        AT_ATTEMPT
    }

    /// What was committed.
    record Message(Envelope envelope, String body) {}

    private final List<Message> messages = new ArrayList<>();
    private final List<DeliveryStart> deliveries = new ArrayList<>();
    private final List<QueueSelection> runs = new ArrayList<>();
    private Runnable awaited = () -> {};
    private Failure failure = Failure.NONE;
    private QueueException.Kind kind = QueueException.Kind.DISK_FULL;
    private int next;
    private int open;

    synchronized void fail(Failure where, QueueException.Kind how) {
        failure = where;
        kind = how;
    }

    synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /// How each was to be delivered.
    synchronized List<DeliveryStart> deliveries() {
        return List.copyOf(deliveries);
    }

    /// Runs while somebody waits for the first attempt.
    synchronized void whenAwaited(Runnable action) {
        awaited = action;
    }

    private synchronized Runnable awaited() {
        return awaited;
    }

    synchronized List<QueueSelection> runs() {
        return List.copyOf(runs);
    }

    /// Receptions that were begun and neither committed nor closed.
    synchronized int open() {
        return open;
    }

    private synchronized void failAt(Failure where) throws QueueException {
        if (failure == where) {
            throw new QueueException(kind, "told to");
        }
    }

    @Override
    public QueueId freshId() {
        return new QueueId("session000000");
    }

    @Override
    public synchronized Reception receive() throws QueueException {
        failAt(Failure.AT_START);
        open++;
        return new Recording(new QueueId("test00000" + next++));
    }

    @Override
    public Optional<Claim> take() {
        return Optional.empty();
    }

    @Override
    public synchronized int runNow(QueueSelection selection) {
        runs.add(selection);
        return 0;
    }

    @Override
    public synchronized QueueFigures figures() {
        return new QueueFigures(messages.size(), 0, messages.size(), 0);
    }

    @Override
    public void close() {}

    private final class Recording implements Reception {
        private final QueueId id;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean ended;

        Recording(QueueId id) {
            this.id = id;
        }

        @Override
        public QueueId id() {
            return id;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws QueueException {
            failAt(Failure.AT_WRITE);
            body.write(bytes, offset, length);
        }

        @Override
        public long size() {
            return body.size();
        }

        @Override
        public void commit(Envelope envelope, DeliveryStart delivery) throws QueueException {
            commit(envelope);
            synchronized (RecordingQueue.this) {
                deliveries.add(delivery);
            }
        }

        @Override
        public void awaitFirstAttempt() throws QueueException {
            awaited().run();
            failAt(Failure.AT_ATTEMPT);
        }

        @Override
        public void commit(Envelope envelope) throws QueueException {
            failAt(Failure.AT_COMMIT);
            synchronized (RecordingQueue.this) {
                messages.add(new Message(envelope, Ascii.text(body.toByteArray())));
            }
            end();
        }

        @Override
        public void close() {
            end();
        }

        private void end() {
            synchronized (RecordingQueue.this) {
                if (!ended) {
                    ended = true;
                    open--;
                }
            }
        }
    }
}
