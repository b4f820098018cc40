package org.postern.helper;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.os.Identity;
import org.postern.os.UserThread;

/// Short work as users on files that may hang: a bounded number at once, and no longer than the patience. Work that
/// hangs keeps its place until it ends, so that a dead file server costs so many threads and no more.
final class UserReads {
    private final Semaphore places;
    private final Duration patience;

    UserReads(int atOnce, Duration patience) {
        this.places = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /// Does the work as the user; as root only when the identity is root's, which only root's own files are read
    /// with.
    ///
    /// @throws TimeoutException when it takes too long, or all places are taken for too long
    /// @throws Exception what the work throws
    <T> T run(Identity user, Callable<T> work) throws Exception {
        if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException();
        }
        FutureTask<T> task = user.isRoot() ? asRoot(work) : UserThread.start(user, work, places::release);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private <T> FutureTask<T> asRoot(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            try {
                return work.call();
            } finally {
                places.release();
            }
        });
        Thread.ofPlatform().daemon(true).name("user-read").start(task);
        return task;
    }
}
