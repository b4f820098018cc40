package org.postern.queue;

import java.time.Duration;
import java.util.SplittableRandom;

class MemoryQueueTest implements MailQueueContract {
    private final StandingClock clock = new StandingClock();
    private final MemoryQueue queue = new MemoryQueue(
            clock,
            new SplittableRandom(1),
            RetryTimes.STANDARD.withInterval(Duration.ofMinutes(1)),
            PriorityFactors.STANDARD,
            100,
            4711);

    @Override
    public MailQueue queue() {
        return queue;
    }

    @Override
    public StandingClock clock() {
        return clock;
    }
}
