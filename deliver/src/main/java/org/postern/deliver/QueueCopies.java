package org.postern.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;
import org.postern.queue.MailQueue;
import org.postern.queue.MessageBody;
import org.postern.queue.QueueException;

/// Puts further messages into the queue: parts of a split envelope, and reports.
final class QueueCopies {
    private static final int PIECE = 64 * 1024;

    private final MailQueue queue;

    QueueCopies(MailQueue queue) {
        this.queue = queue;
    }

    /// Control data and body of a new message.
    @SuppressWarnings("ArrayRecordComponent")
    record Message(Envelope envelope, byte[] body) {}

    /// Makes a message that knows its id.
    interface Maker {
        Message make(QueueId id) throws IOException;
    }

    /// Commits a message with a body of its own.
    QueueId commit(Maker maker) throws QueueException {
        try (MailQueue.Reception reception = queue.receive()) {
            Message message = maker.make(reception.id());
            reception.write(message.body(), 0, message.body().length);
            reception.commit(message.envelope());
            return reception.id();
        } catch (IOException e) {
            throw new QueueException(QueueException.Kind.STORAGE, "cannot read a message to report on it", e);
        }
    }

    /// Commits an envelope with a copy of the body of another.
    QueueId commit(Function<QueueId, Envelope> envelope, MessageBody body) throws QueueException {
        try (MailQueue.Reception reception = queue.receive();
                InputStream in = body.open()) {
            byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, body.size()))];
            for (int count = in.read(piece); count > 0; count = in.read(piece)) {
                reception.write(piece, 0, count);
            }
            reception.commit(envelope.apply(reception.id()));
            return reception.id();
        } catch (IOException e) {
            throw new QueueException(QueueException.Kind.STORAGE, "cannot read a message to copy it", e);
        }
    }
}
