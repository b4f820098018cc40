package org.postern.os;

import java.lang.foreign.Arena;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs pieces of work as a user, on a platform thread that is this user from its first piece of work to its end and
/// never anybody else again.
///
/// The thread's groups, its three group ids and its effective user id (which is what every access to a file is judged
/// by) become the user's; all capabilities are gone with it. The real and the saved user id stay what they were, as
/// mail.local does it: with all three changed the user could signal this thread and set limits of the whole process
/// while it works for him, or end it with SIGKILL (kill(2), prlimit(2)). For the same reason it is not the way to run
/// a program: a program needs all three ids changed in its own process.
///
/// A thread waits for up to a second for more work of the same user ([UserThreads]); before each piece of work it
/// makes sure that it still is who it should be.
///
/// ## Rules for the work
/// No thread, virtual or not, may be started in it, directly or by a library: it would keep the user's identity.
/// Files are opened with [OpenDirectory] and used with [OpenFile]; no `access(2)` (`Files.isReadable`), which asks
/// for the real user. A process with virtual threads must not use this class.
public final class UserThread {
    private static final long UNCHANGED = -1;

    private static final UserThreads THREADS = new UserThreads();

    private UserThread() {}

    /// Runs the work as the user and waits for its end. A process that already is that user, and not root, runs it
    /// under its own identity on such a thread.
    ///
    /// @throws OsException when the identity cannot be had, wholly; the work has not begun then
    /// @throws Exception what the work throws
    public static <T> T run(Identity user, Callable<T> work) throws Exception {
        FutureTask<T> task = start(user, work, () -> {});
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            task.cancel(true);
            throw e;
        }
    }

    /// Begins the work as the user; what [#run] throws is the cause of the task's [ExecutionException].
    ///
    /// @param ended called once, when the work has ended or could not begin; also when the task is cancelled
    public static <T> FutureTask<T> start(Identity user, Callable<T> work, Runnable ended) {
        return THREADS.start(user, work, ended);
    }

    /// True on a thread of a user that will do something under this key before it ends.
    public static boolean hasLast(Object key) {
        return UserThreads.hasLast(key);
    }

    /// Lets the thread of a user that this is called on do something as this user before it ends, a second after its
    /// last work. What was said before under the same key is forgotten.
    ///
    /// @param last must not throw
    /// @return false on any other thread, and on one that has 64 such things to do already; nothing
    /// will be done then
    public static boolean beforeEnd(Object key, Runnable last) {
        return UserThreads.beforeEnd(key, last);
    }

    /// Ends all threads that wait for more work and lets them do what they do last, before the process itself ends.
    public static void endWaiting() {
        THREADS.endWaiting();
    }

    private static Exception unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case Error error -> throw error;
            case Exception cause -> cause;
            case null, default -> e;
        };
    }

    static void become(Identity user) throws OsException {
        Identity own = ProcessIdentity.effective();
        if (!own.isRoot()) {
            if (own.uid() != user.uid()) {
                throw new OsException(Errno.EPERM, "setresuid", Integer.toUnsignedString(user.uid()));
            }
            return;
        }
        if (user.isRoot()) {
            throw new OsException(Errno.EPERM, "change of identity to", "root");
        }
        int realUid = ProcessIdentity.realUserId();
        try (Arena arena = Arena.ofConfined()) {
            long list = ProcessIdentity.groupList(arena, user.groups()).address();
            Kernel.require(SystemCall.SETGROUPS, "", user.groups().size(), list);
        }
        Kernel.require(SystemCall.SETRESGID, "", user.gid(), user.gid(), user.gid());
        Kernel.require(SystemCall.SETRESUID, "", UNCHANGED, user.uid(), UNCHANGED);
        ProcessIdentity.requireAll(user, realUid);
    }
}
