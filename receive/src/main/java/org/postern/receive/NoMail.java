package org.postern.receive;

import java.util.Optional;
import org.postern.mail.QueueId;
import org.postern.queue.MailQueue;
import org.postern.queue.QueueException;
import org.postern.queue.QueueFigures;
import org.postern.queue.QueueSelection;

/// The queue of a session that is only rehearsed: it takes nothing and has nothing.
final class NoMail implements MailQueue {
    static final QueueId NAME = new QueueId("rehearsal");

    @Override
    public Reception receive() throws QueueException {
        throw new QueueException(QueueException.Kind.CLOSING, "a rehearsal takes no messages");
    }

    @Override
    public QueueId freshId() {
        return NAME;
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
        return new QueueFigures(0, 0, 0, 0);
    }

    @Override
    public void close() {}
}
