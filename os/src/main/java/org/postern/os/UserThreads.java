package org.postern.os;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Threads that have become users, and those of them that wait for more work of their user: up to a second, and 64 at
/// most. To make a thread and to change its identity costs more than most of the work.
final class UserThreads {
    private static final int MOST_WAITING = 64;
    private static final long WAITS_NANOS = 1_000_000_000L;

    private final ArrayDeque<Worker> waiting = new ArrayDeque<>();

    /// Work that can also fail before it begins.
    private static final class Task<T> extends FutureTask<T> {
        private final Runnable ended;

        Task(Callable<T> work, Runnable ended) {
            super(work);
            this.ended = ended;
        }

        @Override
        protected void done() {
            ended.run();
        }

        void fail(OsException cause) {
            setException(cause);
        }
    }

    /// Begins the work as the user, on a waiting thread or a new one; it fails with an [OsException] when the identity
    /// cannot be had. `ended` is called once, when there is a result or the task is cancelled.
    <T> FutureTask<T> start(Identity user, Callable<T> work, Runnable ended) {
        Task<T> task = new Task<>(work, ended);
        take(user).ifPresentOrElse(worker -> worker.next.add(task), () -> new Worker(user, task).begin());
        return task;
    }

    private Optional<Worker> take(Identity user) {
        synchronized (waiting) {
            for (Iterator<Worker> each = waiting.descendingIterator(); each.hasNext(); ) {
                Worker worker = each.next();
                if (worker.user.equals(user)) {
                    each.remove();
                    return Optional.of(worker);
                }
            }
            return Optional.empty();
        }
    }

    /// One thread. Whoever took it out of [#waiting] gives it one task.
    private final class Worker {
        private final Identity user;
        private @Nullable Identity became;
        private final BlockingQueue<Task<?>> next = new ArrayBlockingQueue<>(1);

        Worker(Identity user, Task<?> first) {
            this.user = user;
            next.add(first);
        }

        void begin() {
            Thread.ofPlatform()
                    .daemon(true)
                    .name("as-uid-" + Integer.toUnsignedString(user.uid()))
                    .start(this::work);
        }

        private void work() {
            for (Task<?> task = next.poll(); task != null; task = awaitNext()) {
                try {
                    requireUser();
                } catch (OsException e) {
                    task.fail(e);
                    return;
                }
                task.run();
                // A task that was given up may have left its interruption behind.
                boolean _ = Thread.interrupted();
            }
        }

        /// Becomes the user at first; later it makes sure that nothing has changed since.
        private void requireUser() throws OsException {
            if (became == null) {
                UserThread.become(user);
                became = ProcessIdentity.effective();
            } else if (!became.equals(ProcessIdentity.effective())) {
                throw new OsException(Errno.EPERM, "check of identity", Integer.toUnsignedString(user.uid()));
            }
        }

        /// @return null when this thread is to end
        private @Nullable Task<?> awaitNext() {
            synchronized (waiting) {
                if (waiting.size() >= MOST_WAITING) {
                    return null;
                }
                waiting.add(this);
            }
            Task<?> task = null;
            try {
                task = next.poll(WAITS_NANOS, TimeUnit.NANOSECONDS);
            } catch (InterruptedException _) {
                // Nobody has a reason to interrupt a thread without a task.
            }
            return task == null && isTaken() ? taken() : task;
        }

        /// True when somebody has taken this thread, whose task is here or about to come.
        private boolean isTaken() {
            synchronized (waiting) {
                return !waiting.remove(this);
            }
        }

        private Task<?> taken() {
            while (true) {
                try {
                    return next.take();
                } catch (InterruptedException _) {
                    // The task comes nevertheless.
                }
            }
        }
    }
}
