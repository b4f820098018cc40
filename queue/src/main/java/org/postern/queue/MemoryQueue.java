package org.postern.queue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.postern.base.Clock;
import org.postern.mail.Envelope;
import org.postern.mail.QueueId;

/// A queue that holds everything in memory and forgets it at the end: for tests, and for trying things out.
public final class MemoryQueue implements MailQueue {
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final long RELEASED_MILLIS = 1000;
    private static final Duration FIRST_ATTEMPT_WAIT = Duration.ofMinutes(5);

    private static final class Item {
        private final Envelope envelope;
        private final byte[] body;
        private final FirstAttempt firstAttempt = new FirstAttempt();

        Item(Envelope envelope, byte[] body) {
            this.envelope = envelope;
            this.body = body;
        }
    }

    private final Clock clock;
    private final RandomGenerator random;
    private final RetryTimes retries;
    private final PriorityFactors factors;
    private final int maxMessages;
    private final QueueIds ids;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Schedule<Item> schedule = new Schedule<>();

    /// Those of senders who wait, claimed ones too.
    private final Set<FirstAttempt> waitedFor = ConcurrentHashMap.newKeySet();

    private int claims;
    private long committed;
    private boolean closing;

    /// @param maxMessages how many messages it holds at most
    /// @param process a part of each queue id
    public MemoryQueue(
            Clock clock,
            RandomGenerator random,
            RetryTimes retries,
            PriorityFactors factors,
            int maxMessages,
            long process) {
        this.clock = clock;
        this.random = random;
        this.retries = retries;
        this.factors = factors;
        this.maxMessages = maxMessages;
        ids = new QueueIds(clock, process);
    }

    @Override
    public QueueId freshId() {
        return ids.next();
    }

    @Override
    public Reception receive() throws QueueException {
        lock.lock();
        try {
            refuse();
        } finally {
            lock.unlock();
        }
        return new MemoryReception(ids.next());
    }

    private void refuse() throws QueueException {
        if (closing) {
            throw new QueueException(QueueException.Kind.CLOSING, "the queue is closing");
        }
        if (schedule.size() + claims >= maxMessages) {
            throw new QueueException(QueueException.Kind.TOO_MANY, "the queue holds " + maxMessages + " messages");
        }
    }

    private void add(Item item, long dueMillis) {
        schedule.add(item, dueMillis, item.envelope.priority());
        changed.signal();
    }

    @Override
    public Optional<Claim> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closing) {
                long now = clock.epochMillis();
                Optional<Item> next = schedule.next(now);
                if (next.isPresent()) {
                    claims++;
                    return Optional.of(new MemoryClaim(next.get()));
                }
                long wait = Math.clamp(schedule.nextDueMillis() - now, 1, LONGEST_WAIT_MILLIS);
                // woken or not, the schedule is looked at again
                boolean _ = changed.await(wait, TimeUnit.MILLISECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int runNow(QueueSelection selection) {
        lock.lock();
        try {
            int before = schedule.size();
            List<Item> selected = schedule.items().stream()
                    .filter(item -> selection.selects(item.envelope))
                    .sorted(Comparator.comparingLong(item -> item.envelope.priority()))
                    .toList();
            int count = Math.min(before, schedule.makeDue(selected::indexOf));
            changed.signalAll();
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public QueueFigures figures() {
        lock.lock();
        try {
            return new QueueFigures(schedule.size(), claims, committed, 0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            waitedFor.forEach(FirstAttempt::end);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private final class MemoryReception implements Reception {
        private final QueueId id;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean ended;
        private Optional<FirstAttempt> awaited = Optional.empty();

        MemoryReception(QueueId id) {
            this.id = id;
        }

        @Override
        public QueueId id() {
            return id;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            needOpen();
            body.write(bytes, offset, length);
        }

        @Override
        public long size() {
            return body.size();
        }

        @Override
        public void commit(Envelope envelope) throws QueueException {
            commit(envelope, DeliveryStart.USUAL);
        }

        @Override
        public void commit(Envelope envelope, DeliveryStart delivery) throws QueueException {
            needOpen();
            if (!envelope.id().equals(id)) {
                throw new IllegalArgumentException("the envelope has another id");
            }
            lock.lock();
            try {
                refuse();
                ended = true;
                committed++;
                if (envelope.quarantineReason().isEmpty()) {
                    Item item = new Item(envelope, body.toByteArray());
                    add(item, 0);
                    awaited = Optional.of(item.firstAttempt).filter(_ -> delivery == DeliveryStart.AWAITED);
                    awaited.ifPresent(waitedFor::add);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void awaitFirstAttempt() {
            awaited.ifPresent(attempt -> {
                attempt.await(FIRST_ATTEMPT_WAIT);
                waitedFor.remove(attempt);
            });
        }

        private void needOpen() {
            if (ended) {
                throw new IllegalStateException("the reception has ended");
            }
        }

        @Override
        public void close() {
            ended = true;
            awaited.ifPresent(waitedFor::remove);
        }
    }

    private final class MemoryClaim implements Claim {
        private final Item item;
        private boolean ended;

        MemoryClaim(Item item) {
            this.item = item;
        }

        @Override
        public Envelope envelope() {
            return item.envelope;
        }

        @Override
        public MessageBody body() {
            return new MemoryBody(item.body);
        }

        private void end() {
            if (ended) {
                throw new IllegalStateException("the claim has ended");
            }
            ended = true;
            claims--;
            item.firstAttempt.end();
        }

        @Override
        public void done() {
            lock.lock();
            try {
                end();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void retry(Envelope remaining) {
            if (!remaining.id().equals(item.envelope.id())) {
                throw new IllegalArgumentException("the envelope has another id");
            }
            Envelope updated = remaining.toBuilder()
                    .lastAttemptSeconds(clock.epochSeconds())
                    .attempts(remaining.attempts() + 1)
                    .priority(factors.afterAttempt(remaining.priority()))
                    .build();
            lock.lock();
            try {
                end();
                if (updated.quarantineReason().isEmpty()) {
                    long delay = retries.delayMillis(updated, random);
                    add(new Item(updated, item.body), clock.epochMillis() + delay);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void release() {
            lock.lock();
            try {
                end();
                add(item, clock.epochMillis() + RELEASED_MILLIS);
            } finally {
                lock.unlock();
            }
        }
    }

    private static final class MemoryBody implements MessageBody {
        private final byte[] bytes;

        MemoryBody(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
