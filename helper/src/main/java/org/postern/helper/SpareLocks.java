package org.postern.helper;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.base.Clock;
import org.postern.os.Errno;
import org.postern.os.FileStatus;
import org.postern.os.OpenDirectory;
import org.postern.os.OsException;
import org.postern.os.UserThread;

/// Lock files of mailboxes that are busy, between two locks: `USER.lock` is `.USER.lock.spare` then, and the next lock
/// is a second name of it (link(2)), taken as exclusively as a new file would be. Making and freeing an inode for each
/// lock costs more than everything else in a delivery where the file system has no journal: ext4 does not use one
/// again for a minute then, and looks through all of those.
///
/// The spare of a mailbox that has had its mail goes with the user's thread, a second later.
/// A spare is used for ten seconds at most, so that no lock looks left over, and only when it is the very file
/// that this process made. One that a crash left behind is replaced and removed by the next ones of the mailbox.
///
/// Safe for use by several threads, one for each mailbox; on a thread that has become the user.
final class SpareLocks {
    private static final long SECONDS = 10;

    private final Clock clock;
    private final Map<String, FileStatus> kept = new ConcurrentHashMap<>();

    SpareLocks(Clock clock) {
        this.clock = clock;
    }

    static String spare(String lock) {
        return "." + lock + ".spare";
    }

    private static String key(OpenDirectory directory, String lock) {
        return directory.path() + "/" + lock;
    }

    /// Makes the spare file the lock too, where there is one.
    ///
    /// @return false when there is none, and a new lock is to be made
    /// @throws OsException with `EEXIST` when somebody has the lock
    boolean link(OpenDirectory directory, String lock) throws OsException {
        FileStatus known = kept.get(key(directory, lock));
        if (known == null) {
            return false;
        }
        try {
            if (isGood(known, directory.status(spare(lock)))) {
                directory.link(spare(lock), lock);
                return true;
            }
        } catch (OsException e) {
            if (e.errno() == Errno.EEXIST) {
                throw e;
            }
        }
        drop(directory, lock);
        return false;
    }

    private boolean isGood(FileStatus known, FileStatus now) {
        return now.isSameFile(known) && clock.epochSeconds() - now.modifiedSeconds() <= SECONDS;
    }

    /// Takes the lock back by giving it the name of a spare.
    ///
    /// @param made the lock as it was made
    /// @return false when the lock is not that file any more, or cannot be renamed; it is to be removed then
    boolean keep(OpenDirectory directory, String lock, FileStatus made) {
        try {
            if (!directory.status(lock).isSameFile(made)) {
                return false;
            }
            directory.move(lock, directory, spare(lock));
            kept.put(key(directory, lock), made);
            return true;
        } catch (OsException _) {
            return false;
        }
    }

    /// True on a thread of a user that has had this lock before and has not rested for a second since.
    boolean isRecent(OpenDirectory directory, String lock) {
        return UserThread.hasLast(key(directory, lock));
    }

    /// Lets the user's thread that this is called on remove the spare, if there is one then, before it ends.
    ///
    /// @return false when it will not; the spare is to be removed at once then
    boolean dropLater(OpenDirectory directory, String lock) {
        String path = directory.path();
        String key = key(directory, lock);
        return UserThread.beforeEnd(key, () -> {
            if (kept.containsKey(key)) {
                drop(path, lock);
            }
        });
    }

    private void drop(String path, String lock) {
        try (OpenDirectory directory = OpenDirectory.open(path)) {
            drop(directory, lock);
        } catch (OsException _) {
            // The directory has gone, and the spare with it.
        }
    }

    /// Removes the spare, where there is one.
    void drop(OpenDirectory directory, String lock) {
        if (kept.remove(key(directory, lock)) != null) {
            try {
                directory.remove(spare(lock));
            } catch (OsException _) {
                // It has gone, or cannot be removed; the next one replaces it.
            }
        }
    }
}
