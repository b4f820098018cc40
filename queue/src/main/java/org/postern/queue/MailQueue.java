package org.postern.queue;

import java.util.Optional;
import org.postern.mail.Envelope;

/// The queue as the receiving and the sending side see it. Nothing outside this module knows how it is stored.
///
/// Implementations: the journal with `qf`/`df` files, and one in memory; both obey `MailQueueContract`.
public interface MailQueue extends AutoCloseable {
    /// Starts the reception of one message and gives it its id. Nothing is visible before [Reception#commit].
    ///
    /// @throws QueueException when there is no room or the storage fails
    Reception receive() throws QueueException;

    /// A name that no message has or will have, for what is logged of a session outside of its messages.
    org.postern.mail.QueueId freshId();

    /// Waits for the next message that is due and claims it for the caller: nobody else gets it until the claim
    /// ends.
    ///
    /// @return empty when the queue is closing
    /// @throws InterruptedException when the waiting thread is interrupted
    Optional<Claim> take() throws InterruptedException;

    /// Makes waiting messages due now, as a queue run does.
    ///
    /// @return how many messages became due
    int runNow(QueueSelection selection);

    /// Numbers for status and for limits.
    QueueFigures figures();

    /// Stops handing out claims, waits for those that are out up to a bounded time, writes everything that is not
    /// delivered as `qf` and `df` files, syncs them and releases the journal.
    ///
    /// @throws QueueException when something could not be written; the journal then still holds it
    @Override
    void close() throws QueueException;

    /// One message being received: write the body, then exactly one of commit or close.
    interface Reception extends AutoCloseable {
        /// The id that the message will have.
        org.postern.mail.QueueId id();

        /// Appends body bytes in the form of a `df` file: lines end with LF, dots are not stuffed.
        ///
        /// @throws QueueException when the disk is full or fails; the reception can then only be closed
        void write(byte[] bytes, int offset, int length) throws QueueException;

        /// Body bytes so far.
        long size();

        /// Makes the message durable and visible. When this returns, a crash does not lose the message.
        ///
        /// @param envelope its id is [#id]
        /// @throws QueueException when the message is not accepted; nothing of it will be delivered
        void commit(Envelope envelope) throws QueueException;

        /// The same, for a message that is delivered when its daemon says. How safe it is depends on
        /// [QueueSafety] too.
        ///
        /// @param delivery after [DeliveryStart#AWAITED], [#awaitFirstAttempt] follows before the client has
        ///     its answer
        /// @throws QueueException as above
        default void commit(Envelope envelope, DeliveryStart delivery) throws QueueException {
            commit(envelope);
        }

        /// Waits until the first attempt to deliver what was committed with [DeliveryStart#AWAITED] has
        /// ended, however it ended, or until the queue closes, or a bounded time; returns at once for all
        /// other messages. When this returns, a crash does not lose the message, unless
        /// [QueueSafety#WRITTEN].
        ///
        /// @throws QueueException when what remains of the message could not be made durable; it may be
        ///     delivered later
        default void awaitFirstAttempt() throws QueueException {}

        /// Drops the message if it was not committed.
        @Override
        void close();
    }

    /// A message that one delivery works on. Exactly one of the three endings is called.
    interface Claim {
        /// The control data.
        Envelope envelope();

        /// The body.
        MessageBody body();

        /// True when a run by id, sender or recipient, or ETRN, asked for this message.
        default boolean chosen() {
            return false;
        }

        /// Some recipients are finished while others are still being delivered to: stores what remains
        /// durably, so that a crash does not send to them again. The claim goes on; no attempt is counted.
        ///
        /// @param remaining what an end of the program leaves in the queue from now on
        /// @throws QueueException when it could not be stored
        default void checkpoint(Envelope remaining) throws QueueException {}

        /// Every recipient is finished: the message leaves the queue.
        ///
        /// @throws QueueException when that could not be recorded; the message stays and is due again
        void done() throws QueueException;

        /// Some recipients remain: stores the new control data durably; the scheduler decides when it is due again.
        ///
        /// The queue counts the attempt itself: it sets the time and number of attempts (`K`, `N`) and adds
        /// RetryFactor to the priority (`P`); the caller sets recipients, status, flags.
        ///
        /// @throws QueueException when it could not be stored; the queue then goes on with the new data it has
        void retry(Envelope remaining) throws QueueException;

        /// Gives the message back unchanged and without counting an attempt, as when the daemon stops; it is due
        /// again a second later.
        void release();
    }
}
