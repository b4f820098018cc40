package org.postern.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The timer of who waits for the next due message.
@Timeout(60)
class DueAlarmTest {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final DueAlarm alarm = new DueAlarm(lock, changed);
    private int rung;

    @Test
    void ringsAgainAndAgain() throws InterruptedException {
        lock.lock();
        try {
            for (int i = 0; i < 3; i++) {
                alarm.within(1);
                changed.await();
                rung++;
            }
        } finally {
            alarm.close();
            lock.unlock();
        }
        assertEquals(3, rung);
    }

    @Test
    void anEarlierTimeCountsAndALaterOneDoesNot() throws InterruptedException {
        lock.lock();
        try {
            alarm.within(TimeUnit.HOURS.toMillis(1));
            alarm.within(1);
            alarm.within(TimeUnit.HOURS.toMillis(2));
            while (rung == 0) {
                changed.await();
                rung++;
            }
        } finally {
            alarm.close();
            lock.unlock();
        }
        assertEquals(1, rung);
    }
}
