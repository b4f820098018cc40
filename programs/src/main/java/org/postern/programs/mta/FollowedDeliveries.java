package org.postern.programs.mta;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.deliver.AttemptEnded;
import org.postern.deliver.DeliveryAttempted;
import org.postern.mail.QueueId;
import org.postern.receive.DeliveryFollower;

/// Tells clients that have said VERB what becomes of their messages, by the events that go to the log anyway.
final class FollowedDeliveries implements DeliveryFollower {
    private static final int MOST_LINES = 1000;
    private static final int LONGEST = 500;

    private final EventTap events;

    FollowedDeliveries(EventTap events) {
        this.events = events;
    }

    @Override
    public Following follow(QueueId id) {
        One one = new One(id.value());
        events.add(one);
        return one;
    }

    /// One message: what is more than so many lines is not told.
    private final class One implements Following, EventSink {
        private final String id;
        private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_LINES);
        private volatile boolean ended;

        One(String id) {
            this.id = id;
        }

        @Override
        public void accept(Event event) {
            if (event instanceof DeliveryAttempted attempted && attempted.id().equals(id)) {
                boolean _ = lines.offer(PeerText.escape(
                        attempted.to() + "... " + attempted.outcome().statusText(), LONGEST));
            } else if (event instanceof AttemptEnded attempt && attempt.id().equals(id)) {
                ended = true;
            }
        }

        @Override
        public Optional<String> next(Duration patience) throws InterruptedException {
            return Optional.ofNullable(lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public boolean over() {
            return ended && lines.isEmpty();
        }

        @Override
        public void close() {
            events.remove(this);
        }
    }
}
