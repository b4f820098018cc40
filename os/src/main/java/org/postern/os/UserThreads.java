package org.postern.os;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
    private static final int MOST_LAST_THINGS = 64;
    private static final Duration LEAVING = Duration.ofSeconds(2);
    private static final ThreadLocal<Worker> CURRENT = new ThreadLocal<>();

    /// Given to a thread that is to end; never run.
    private static final Task<Boolean> LEAVE = new Task<>(() -> true, () -> {});

    private final ArrayDeque<Worker> waiting = new ArrayDeque<>();

    /// Work that can also fail before it begins.
    private static final class Task<T> extends FutureTask<T> {
        private final Runnable ended;
        private @Nullable Worker worker;

        Task(Callable<T> work, Runnable ended) {
            super(work);
            this.ended = ended;
        }

        void runOn(Worker thread) {
            worker = thread;
            run();
        }

        /// Whoever hears of the result finds the thread waiting for more.
        @Override
        protected void set(T result) {
            offerThread();
            super.set(result);
        }

        @Override
        protected void setException(Throwable cause) {
            offerThread();
            super.setException(cause);
        }

        private void offerThread() {
            if (worker != null) {
                worker.offer();
            }
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

    static boolean hasLast(Object key) {
        Worker worker = CURRENT.get();
        return worker != null && worker.last.containsKey(key);
    }

    static boolean beforeEnd(Object key, Runnable last) {
        Worker worker = CURRENT.get();
        if (worker == null || (worker.last.size() >= MOST_LAST_THINGS && !worker.last.containsKey(key))) {
            return false;
        }
        worker.last.put(key, last);
        return true;
    }

    /// Ends the threads that wait for work, and waits until they have done what they do last, up to two seconds for
    /// each.
    void endWaiting() {
        List<Worker> leaving;
        synchronized (waiting) {
            leaving = List.copyOf(waiting);
            waiting.clear();
        }
        for (Worker worker : leaving) {
            worker.next.add(LEAVE);
        }
        try {
            for (Worker worker : leaving) {
                boolean _ = worker.thread.join(LEAVING);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
        private final Thread thread;
        private @Nullable Identity became;
        private boolean offered;
        private final Map<Object, Runnable> last = new HashMap<>();
        private final BlockingQueue<Task<?>> next = new ArrayBlockingQueue<>(1);

        Worker(Identity user, Task<?> first) {
            this.user = user;
            this.thread = Thread.ofPlatform()
                    .daemon(true)
                    .name("as-uid-" + Integer.toUnsignedString(user.uid()))
                    .unstarted(this::work);
            next.add(first);
        }

        void begin() {
            thread.start();
        }

        private void work() {
            CURRENT.set(this);
            for (Task<?> task = next.poll(); task != null && task != LEAVE; task = awaitNext()) {
                try {
                    requireUser();
                } catch (OsException e) {
                    task.fail(e);
                    return;
                }
                offered = false;
                task.runOn(this);
                // A task that was given up may have left its interruption behind.
                boolean _ = Thread.interrupted();
            }
            last.values().forEach(Runnable::run);
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

        /// Lets this thread have more work, unless enough wait already; once for each piece of work, and on this
        /// thread.
        void offer() {
            if (offered) {
                return;
            }
            synchronized (waiting) {
                if (waiting.size() < MOST_WAITING) {
                    waiting.add(this);
                    offered = true;
                }
            }
        }

        /// @return null when this thread is to end
        private @Nullable Task<?> awaitNext() {
            offer();
            if (!offered) {
                return null;
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
