package org.postern.queue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The end of the first attempt to deliver a message, for the client that waits for it.
final class FirstAttempt {
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Called when the claim on the message has ended, or when nobody will claim it any more; again is
    /// allowed.
    void end() {
        ended.countDown();
    }

    /// Waits for the end. An interrupt ends the wait and is kept.
    ///
    /// @param longest after this the client gets its answer all the same
    void await(Duration longest) {
        try {
            boolean _ = ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
