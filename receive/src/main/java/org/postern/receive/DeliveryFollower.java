package org.postern.receive;

import java.time.Duration;
import java.util.Optional;
import org.postern.mail.QueueId;

/// Tells a client that has said VERB what becomes of the message that it hands in.
@FunctionalInterface
public interface DeliveryFollower {
    /// Nobody is told anything.
    DeliveryFollower NONE = _ -> new Silence();

    /// Begins to listen; called before the message is in the queue.
    Following follow(QueueId id);

    /// What becomes of one message in the first attempt to deliver it.
    interface Following extends AutoCloseable {
        /// The next line, `<bob@exam.test>... Sent` for example; safe text of one line.
        ///
        /// @param patience how long to wait for it
        /// @return empty when there is none so far
        Optional<String> next(Duration patience) throws InterruptedException;

        /// True when the attempt is over and all lines were told.
        boolean over();

        @Override
        void close();
    }

    /// Has nothing to tell.
    final class Silence implements Following {
        private Silence() {}

        @Override
        public Optional<String> next(Duration patience) {
            return Optional.empty();
        }

        @Override
        public boolean over() {
            return true;
        }

        @Override
        public void close() {
            // Nothing was begun.
        }
    }
}
