package org.postern.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postern.base.EventSink;
import org.postern.queue.MailQueue;

/// Takes due messages from the queue and delivers each on a virtual thread of its own, so many at a time as allowed.
///
/// When it stops, no new claim is taken; running deliveries may finish until the deadline, then they are interrupted:
/// what they have done counts, the rest goes back to the queue.
final class Dispatcher {
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(10);

    private final MailQueue queue;
    private final MessageDelivery delivery;
    private final DeliveryCounters counters;
    private final EventSink events;
    private final QueueLoad load;
    private final int most;
    private final Semaphore places;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private Optional<Thread> taker = Optional.empty();

    /// @param load which messages wait while the host is busy
    /// @param most messages at a time
    Dispatcher(
            MailQueue queue,
            MessageDelivery delivery,
            DeliveryCounters counters,
            EventSink events,
            QueueLoad load,
            int most) {
        this.load = load;
        this.queue = queue;
        this.delivery = delivery;
        this.counters = counters;
        this.events = events;
        this.most = most;
        this.places = new Semaphore(most);
    }

    /// Begins; once only.
    void start() {
        if (taker.isPresent()) {
            throw new IllegalStateException("started before");
        }
        taker = Optional.of(Thread.ofVirtual().name("dispatcher").start(this::takeAll));
    }

    private void takeAll() {
        try {
            while (!stopping) {
                places.acquire();
                Optional<MailQueue.Claim> claim = Optional.empty();
                try {
                    claim = queue.take();
                } finally {
                    if (claim.isEmpty()) {
                        places.release();
                    }
                }
                if (claim.isEmpty()) {
                    return;
                }
                begin(claim.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(MailQueue.Claim claim) throws InterruptedException {
        if (load.holds(claim.envelope().priority())) {
            // The cheapest message comes first: while it has to wait, all others have to.
            places.release();
            claim.release();
            Thread.sleep(BUSY);
            return;
        }
        if (stopping) {
            places.release();
            claim.release();
            return;
        }
        Thread.ofVirtual().name("deliver").start(() -> work(claim));
    }

    private void work(MailQueue.Claim claim) {
        Thread self = Thread.currentThread();
        running.add(self);
        counters.active.incrementAndGet();
        try {
            delivery.deliver(claim);
        } catch (RuntimeException bug) {
            events.accept(DeliveryTrouble.of(
                    claim.envelope().id().value(), "delivery failed by a fault of this program", bug));
        } finally {
            counters.active.decrementAndGet();
            running.remove(self);
            places.release();
        }
    }

    /// Stops; again is allowed.
    ///
    /// @return true when all deliveries have ended
    boolean stop(Duration deadline) throws InterruptedException {
        stopping = true;
        if (taker.isPresent()) {
            taker.get().interrupt();
            taker.get().join();
        }
        if (allEndWithin(deadline)) {
            return true;
        }
        running.forEach(Thread::interrupt);
        return allEndWithin(AFTER_INTERRUPT);
    }

    private boolean allEndWithin(Duration time) throws InterruptedException {
        boolean ended = places.tryAcquire(most, time.toMillis(), TimeUnit.MILLISECONDS);
        if (ended) {
            places.release(most);
        }
        return ended;
    }
}
