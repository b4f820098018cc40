package org.postern.deliver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.queue.MailQueue;
import org.postern.queue.MessageBody;
import org.postern.queue.QueueException;
import org.postern.queue.QueueFigures;
import org.postern.queue.QueueSelection;

/// A queue for tests that deliver by hand: what is committed stands in a list, and claims remember how they ended.
final class ListQueue implements MailQueue {
    /// A message in the queue.
    record Stored(Envelope envelope, String body) {}

    final List<Stored> committed = new ArrayList<>();
    boolean full;
    private int next;

    @Override
    public org.postern.mail.QueueId freshId() {
        return new org.postern.mail.QueueId("session000000");
    }

    @Override
    public Reception receive() throws QueueException {
        if (full) {
            throw new QueueException(QueueException.Kind.DISK_FULL, "full for the test");
        }
        QueueId id = new QueueId("report" + ++next);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return new Reception() {
            @Override
            public QueueId id() {
                return id;
            }

            @Override
            public void write(byte[] piece, int offset, int length) {
                bytes.write(piece, offset, length);
            }

            @Override
            public long size() {
                return bytes.size();
            }

            @Override
            public void commit(Envelope envelope) {
                committed.add(new Stored(envelope, Ascii.text(bytes.toByteArray())));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Optional<Claim> take() {
        return Optional.empty();
    }

    @Override
    public int runNow(QueueSelection selection) {
        return 0;
    }

    @Override
    public QueueFigures figures() {
        return new QueueFigures(0, 0, committed.size(), 0);
    }

    @Override
    public void close() {}

    /// A claim that remembers its end.
    static final class OneClaim implements Claim {
        private final Envelope envelope;
        private final byte[] body;
        final List<String> endings = new ArrayList<>();
        private boolean chosen;
        private int missing;
        Optional<Envelope> remaining = Optional.empty();

        /// The addresses that a crash would have left, at each moment that was noted.
        final List<List<String>> checkpoints = new ArrayList<>();

        OneClaim(Envelope envelope, String body) {
            this.envelope = envelope;
            this.body = Ascii.bytes(body);
        }

        /// The same, with less in the body than there should be.
        OneClaim shortened() {
            missing = 1;
            return this;
        }

        /// The same, asked for by a queue run.
        OneClaim asChosen() {
            chosen = true;
            return this;
        }

        @Override
        public boolean chosen() {
            return chosen;
        }

        @Override
        public Envelope envelope() {
            return envelope;
        }

        @Override
        public MessageBody body() {
            return new MessageBody() {
                @Override
                public long size() {
                    return (long) body.length + missing;
                }

                @Override
                public InputStream open() {
                    return new ByteArrayInputStream(body);
                }
            };
        }

        @Override
        public void checkpoint(Envelope left) {
            checkpoints.add(left.recipients().stream()
                    .map(recipient -> recipient.address())
                    .toList());
        }

        @Override
        public void done() {
            endings.add("done");
        }

        @Override
        public void retry(Envelope left) {
            endings.add("retry");
            remaining = Optional.of(left);
        }

        @Override
        public void release() {
            endings.add("release");
        }

        /// The addresses that stay in the queue.
        List<String> left() {
            return remaining.stream()
                    .flatMap(envelope -> envelope.recipients().stream())
                    .map(recipient -> recipient.address())
                    .toList();
        }
    }
}
