package org.postern.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.mail.QueueId;

/// The thread that collects changes of queue files into batches, and from time to time asks for messages that have
/// been in the journal for long.
final class QueueFileThread {
    private static final int MAX_BATCH = 256;
    private static final long LOOK_MILLIS = 500;

    private final Consumer<List<QueueFileTask>> batch;
    private final Runnable lookForOld;
    private final Consumer<QueueFileTask> refuse;
    private final LinkedBlockingQueue<QueueFileTask> tasks = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("queue-files").daemon().unstarted(this::run);
    private final QueueFileTask wake =
            new QueueFileTask(QueueFileTask.Kind.UPDATE, new QueueEntry(new QueueId("wake")), null);
    private volatile boolean stopping;
    private volatile boolean stopped;

    /// @param batch does the tasks; must not throw
    /// @param lookForOld submits tasks for messages that have been in the journal for long
    /// @param refuse ends a task that came too late
    QueueFileThread(Consumer<List<QueueFileTask>> batch, Runnable lookForOld, Consumer<QueueFileTask> refuse) {
        this.batch = batch;
        this.refuse = refuse;
        this.lookForOld = lookForOld;
    }

    void start() {
        thread.start();
    }

    /// Adds a task. Never blocks.
    void submit(QueueFileTask task) {
        tasks.add(task);
        if (stopped) {
            refuseRest();
        }
    }

    private void refuseRest() {
        for (QueueFileTask late = tasks.poll(); late != null; late = tasks.poll()) {
            if (late != wake) {
                late.failure = new QueueException(QueueException.Kind.CLOSING, "the queue is closed");
                refuse.accept(late);
                late.finish();
            }
        }
    }

    /// Does what was submitted before, then ends the thread.
    void stop() {
        stopping = true;
        tasks.add(wake);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (true) {
            List<QueueFileTask> next = collect();
            if (!next.isEmpty()) {
                batch.accept(next);
            }
            if (stopping && tasks.isEmpty()) {
                stopped = true;
                refuseRest();
                return;
            }
            lookForOld.run();
        }
    }

    private List<QueueFileTask> collect() {
        List<QueueFileTask> next = new ArrayList<>();
        @Nullable QueueFileTask first = null;
        try {
            first = tasks.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            // nobody interrupts this thread but a debugger; go on
        }
        if (first != null) {
            next.add(first);
            tasks.drainTo(next, MAX_BATCH - 1);
            next.removeIf(task -> task == wake);
        }
        return next;
    }
}
