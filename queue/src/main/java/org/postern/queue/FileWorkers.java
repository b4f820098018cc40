package org.postern.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A few platform threads for work with files, because a virtual thread that reads or writes a file holds its carrier.
final class FileWorkers implements AutoCloseable {
    private final ExecutorService threads;

    FileWorkers(int count) {
        threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("queue-files-", 0).daemon().factory());
    }

    /// Runs `work` on one of the threads when the caller is a virtual thread, else at once, and returns its result.
    <T> T call(Callable<T> work) throws Exception {
        if (!Thread.currentThread().isVirtual()) {
            return work.call();
        }
        return result(threads.submit(work));
    }

    /// Runs all on the threads and waits for all.
    void all(List<Runnable> works) {
        if (works.size() == 1) {
            works.getFirst().run();
            return;
        }
        List<Future<?>> running = new ArrayList<>(works.size());
        for (Runnable work : works) {
            running.add(threads.submit(work));
        }
        for (Future<?> each : running) {
            try {
                result(each);
            } catch (Exception e) {
                throw new IllegalStateException("work with queue files failed unexpectedly", e);
            }
        }
    }

    private static <T> T result(Future<T> future) throws Exception {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Exception cause) {
                        throw cause;
                    }
                    throw e;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
