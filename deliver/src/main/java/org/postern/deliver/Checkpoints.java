package org.postern.deliver;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.EventSink;
import org.postern.mail.Recipient;
import org.postern.queue.MailQueue;
import org.postern.queue.QueueException;

/// Notes in the queue how far a message with many recipients has come, after each so many of them (option
/// CheckpointInterval, sendmail op guide §4.5): a crash sends to a few of them again, not to all.
///
/// One for each message; safe for its deliveries, which run at the same time.
final class Checkpoints {
    private final MailQueue.Claim claim;
    private final DeliveryProgress progress;
    private final long interval;
    private final EventSink events;
    private final ReentrantLock lock = new ReentrantLock();
    private int noted;

    /// @param interval so many recipients; 0 or less for never
    Checkpoints(MailQueue.Claim claim, DeliveryProgress progress, long interval, EventSink events) {
        this.claim = claim;
        this.progress = progress;
        this.interval = interval;
        this.events = events;
        this.noted = progress.unfinished().size();
    }

    /// Called when one of several deliveries of the message has ended.
    void look() {
        if (interval <= 0) {
            return;
        }
        lock.lock();
        try {
            List<Recipient> left = progress.unfinished();
            if (noted - left.size() >= interval && !progress.open().isEmpty()) {
                noted = left.size();
                claim.checkpoint(
                        progress.envelope().toBuilder().recipients(left).build());
            }
        } catch (QueueException e) {
            events.accept(DeliveryTrouble.of(
                    progress.envelope().id().value(), "the queue did not take how far a delivery is", e));
        } finally {
            lock.unlock();
        }
    }
}
