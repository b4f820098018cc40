package org.postern.helper;

import org.postern.base.Clock;
import org.postern.os.OsException;

/// Waits for the lock of somebody else: tries again and again, with growing pauses from 10 milliseconds to a second.
record LockWait(Clock clock) {
    private static final long FIRST_PAUSE = 10;
    private static final long LONGEST_PAUSE = 1000;

    /// A lock.
    @FunctionalInterface
    interface Lock {
        /// Tries to take it, without waiting.
        ///
        /// @return false when somebody else has it
        boolean attempt() throws OsException;
    }

    /// Takes the lock.
    ///
    /// @param deadline by the clock's nanoseconds
    /// @return false when somebody else had it all the time
    boolean until(long deadline, Lock lock) throws OsException, InterruptedException {
        long pause = FIRST_PAUSE;
        while (!lock.attempt()) {
            if (clock.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(pause);
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
        return true;
    }
}
