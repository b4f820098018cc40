package org.postern.helper;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.regex.Pattern;
import org.postern.base.EventSink;
import org.postern.os.Errno;
import org.postern.os.FileStatus;
import org.postern.os.Identity;
import org.postern.os.OpenDirectory;
import org.postern.os.OsException;

/// Gives a queue directory that root owns, and the queue files in it, to the account of the network process, so that
/// an existing sendmail's queue goes on where it is.
///
/// It works by descriptors, changes regular files with one name only, and only those whose names are a queue's. Files
/// come before their directory, so that nobody else can change names while it works. A directory that belongs to a
/// third user is left alone.
///
/// A large directory that is the account's already is looked through later, while the network process works: nobody
/// waits for a million files of which hardly one is root's. What that process can do to names meanwhile it could do
/// before: a file changes hands only if root owns it and it has one name, both asked of the open file.
final class QueueAdoption {
    /// `qf`, `df`, `xf` and their kin with a queue id (sendmail op guide, appendix B).
    private static final Pattern QUEUE_FILE = Pattern.compile("[A-Za-z]f[A-Za-z0-9]{1,21}");

    /// The folders that a queue directory may be divided into.
    private static final Pattern QUEUE_FOLDER = Pattern.compile("qf|df|xf|[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private static final int DEEPEST = 3;

    private final Identity account;
    private final long large;
    private final EventSink events;
    private final Queue<Left> left = new ArrayDeque<>();

    /// A directory for later; open, because its name may lead elsewhere by then.
    private record Left(OpenDirectory directory, int depth) {}

    /// @param account whose the queue becomes
    /// @param large bytes of a directory itself from which on it is not looked through at once
    QueueAdoption(Identity account, long large, EventSink events) {
        this.account = account;
        this.large = large;
        this.events = events;
    }

    /// Adopts one directory, when it needs it.
    ///
    /// @return false when the network process will not be able to use it
    boolean adopt(String path) {
        try {
            return adoptOrLeave(OpenDirectory.open(path), DEEPEST);
        } catch (OsException e) {
            events.accept(new HelperEvent.QueueNotAdopted(path, e.reason()));
            return false;
        }
    }

    /// Looks through what [#adopt] left for later.
    void finish() {
        for (Left each = left.poll(); each != null; each = left.poll()) {
            try (OpenDirectory directory = each.directory) {
                boolean _ = adopt(directory, each.depth);
            } catch (OsException e) {
                events.accept(new HelperEvent.QueueNotAdopted(each.directory.path(), e.reason()));
            }
        }
    }

    /// Takes over the open directory.
    private boolean adoptOrLeave(OpenDirectory directory, int depth) throws OsException {
        FileStatus status;
        try {
            status = directory.status();
        } catch (OsException e) {
            directory.close();
            throw e;
        }
        if (status.uid() == account.uid() && status.size() >= large) {
            left.add(new Left(directory, depth));
            return true;
        }
        try (directory) {
            return adopt(directory, depth);
        }
    }

    private boolean adopt(OpenDirectory directory, int depth) throws OsException {
        FileStatus status = directory.status();
        if (status.uid() != 0 && status.uid() != account.uid()) {
            events.accept(new HelperEvent.QueueNotAdopted(
                    directory.path(), "it belongs to uid " + Integer.toUnsignedString(status.uid())));
            return false;
        }
        Count count = new Count();
        directory.walk(name -> count.add(adoptEntry(directory, name, depth)));
        boolean own = status.uid() == account.uid();
        if (!own) {
            directory.changeOwner(account.uid(), account.gid());
        }
        if (!own || count.changed > 0) {
            events.accept(new HelperEvent.QueueAdopted(
                    directory.path(),
                    owner(status.uid(), status.gid()),
                    owner(account.uid(), account.gid()),
                    count.changed,
                    count.left));
        }
        return true;
    }

    private enum Entry {
        CHANGED,
        FINE,
        LEFT
    }

    private static final class Count {
        private long changed;
        private long left;

        void add(Entry entry) {
            switch (entry) {
                case CHANGED -> changed++;
                case LEFT -> left++;
                case FINE -> {}
            }
        }
    }

    private Entry adoptEntry(OpenDirectory directory, String name, int depth) throws OsException {
        try {
            FileStatus status = directory.status(name);
            if (status.kind() == FileStatus.Kind.DIRECTORY) {
                return depth > 0 && QUEUE_FOLDER.matcher(name).matches() ? below(directory, name, depth) : Entry.LEFT;
            }
            if (status.uid() == account.uid()) {
                return Entry.FINE;
            }
            boolean fit = status.uid() == 0 && QUEUE_FILE.matcher(name).matches();
            return fit && directory.changeOwner(name, status, account.uid(), account.gid())
                    ? Entry.CHANGED
                    : Entry.LEFT;
        } catch (OsException e) {
            if (e.errno() == Errno.ENOENT) {
                return Entry.FINE;
            }
            throw e;
        }
    }

    private Entry below(OpenDirectory directory, String name, int depth) throws OsException {
        return adoptOrLeave(directory.directory(name), depth - 1) ? Entry.FINE : Entry.LEFT;
    }

    private static String owner(int uid, int gid) {
        return Integer.toUnsignedString(uid) + ":" + Integer.toUnsignedString(gid);
    }
}
