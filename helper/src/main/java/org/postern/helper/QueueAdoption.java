package org.postern.helper;

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
final class QueueAdoption {
    /// `qf`, `df`, `xf` and their kin with a queue id (sendmail op guide, appendix B).
    private static final Pattern QUEUE_FILE = Pattern.compile("[A-Za-z]f[A-Za-z0-9]{1,21}");

    /// The folders that a queue directory may be divided into.
    private static final Pattern QUEUE_FOLDER = Pattern.compile("qf|df|xf|[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private static final int DEEPEST = 3;

    private final Identity account;
    private final int mostFiles;
    private final EventSink events;

    /// @param mostFiles the most names in one directory; one with more is left alone
    QueueAdoption(Identity account, int mostFiles, EventSink events) {
        this.account = account;
        this.mostFiles = mostFiles;
        this.events = events;
    }

    /// Adopts one directory, when it needs it.
    ///
    /// @return false when the network process will not be able to use it
    boolean adopt(String path) {
        try (OpenDirectory directory = OpenDirectory.open(path)) {
            return adopt(directory, DEEPEST);
        } catch (OsException e) {
            events.accept(new HelperEvent.QueueNotAdopted(path, e.reason()));
            return false;
        }
    }

    private boolean adopt(OpenDirectory directory, int depth) throws OsException {
        FileStatus status = directory.status();
        if (status.uid() != 0 && status.uid() != account.uid()) {
            events.accept(new HelperEvent.QueueNotAdopted(
                    directory.path(), "it belongs to uid " + Integer.toUnsignedString(status.uid())));
            return false;
        }
        long changed = 0;
        long left = 0;
        for (String name : directory.names(mostFiles)) {
            switch (adoptEntry(directory, name, depth)) {
                case CHANGED -> changed++;
                case LEFT -> left++;
                case FINE -> {}
            }
        }
        boolean own = status.uid() == account.uid();
        if (!own) {
            directory.changeOwner(account.uid(), account.gid());
        }
        if (!own || changed > 0) {
            events.accept(new HelperEvent.QueueAdopted(
                    directory.path(),
                    owner(status.uid(), status.gid()),
                    owner(account.uid(), account.gid()),
                    changed,
                    left));
        }
        return true;
    }

    private enum Entry {
        CHANGED,
        FINE,
        LEFT
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
        try (OpenDirectory folder = directory.directory(name)) {
            return adopt(folder, depth - 1) ? Entry.FINE : Entry.LEFT;
        }
    }

    private static String owner(int uid, int gid) {
        return Integer.toUnsignedString(uid) + ":" + Integer.toUnsignedString(gid);
    }
}
