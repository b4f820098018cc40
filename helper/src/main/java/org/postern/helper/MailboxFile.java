package org.postern.helper;

import org.postern.os.Errno;
import org.postern.os.FileStatus;
import org.postern.os.OpenDirectory;
import org.postern.os.OpenFile;
import org.postern.os.OsException;

/// Opens a mailbox file, or makes it, and makes sure that it is one: a regular file with one name that belongs to the
/// user (mail.local's checks, on the descriptor).
final class MailboxFile {
    /// What was found.
    sealed interface Found {
        /// Open for appending.
        record Opened(OpenFile file) implements Found {}

        /// There is none, and the user may not make it.
        record NotAllowedToCreate() implements Found {}

        /// Something that is no mailbox of this user.
        record Unfit(String why) implements Found {}
    }

    private static final int MODE = 0600;
    private static final int ROUNDS = 10;
    private static final int ENXIO = 6;

    private MailboxFile() {}

    /// Opens the mailbox, on a thread that has become the user.
    ///
    /// @throws OsException when the file system has another trouble
    static Found open(OpenDirectory directory, String name, int owner) throws OsException {
        for (int round = 0; round < ROUNDS; round++) {
            try {
                return existing(directory, name, owner);
            } catch (OsException e) {
                if (e.errno() != Errno.ENOENT) {
                    return translated(e);
                }
            }
            try {
                OpenFile file = directory.create(name, MODE);
                syncNames(directory);
                return new Found.Opened(file);
            } catch (OsException e) {
                if (e.errno() == Errno.EACCES || e.errno() == Errno.EPERM) {
                    return new Found.NotAllowedToCreate();
                }
                if (e.errno() != Errno.EEXIST) {
                    throw e;
                }
            }
        }
        throw new OsException(Errno.EAGAIN, "open", directory.path() + "/" + name);
    }

    private static Found existing(OpenDirectory directory, String name, int owner) throws OsException {
        String before = unfit(directory.status(name), owner);
        if (!before.isEmpty()) {
            return new Found.Unfit(before);
        }
        OpenFile file = directory.openForAppending(name);
        boolean keep = false;
        try {
            String after = unfit(file.status(), owner);
            keep = after.isEmpty();
            return keep ? new Found.Opened(file) : new Found.Unfit(after);
        } finally {
            if (!keep) {
                file.close();
            }
        }
    }

    private static Found translated(OsException e) throws OsException {
        return switch (e.errno()) {
            case Errno.ELOOP, Errno.EISDIR, ENXIO -> new Found.Unfit("irregular file");
            default -> throw e;
        };
    }

    private static String unfit(FileStatus status, int owner) {
        if (status.kind() == FileStatus.Kind.SYMBOLIC_LINK) {
            return "irregular file";
        }
        if (status.links() != 1) {
            return "too many links";
        }
        if (status.kind() != FileStatus.Kind.REGULAR) {
            return "irregular file";
        }
        return status.uid() == owner ? "" : "wrong ownership (" + Integer.toUnsignedString(status.uid()) + ")";
    }

    /// Makes an empty mailbox for the user in a directory where only root may create files. Runs as root.
    static void createFor(OpenDirectory directory, String name, int uid, int gid) throws OsException {
        try (OpenFile file = directory.create(name, MODE)) {
            file.changeOwner(uid, gid);
            syncNames(directory);
        } catch (OsException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    /// True while the name still leads to the open file. A reader may have put another file in its place before the
    /// locks were had; what is appended to the old one would be lost.
    static boolean isStill(OpenDirectory directory, String name, OpenFile file) throws OsException {
        try {
            return directory.status(name).isSameFile(file.status());
        } catch (OsException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    private static void syncNames(OpenDirectory directory) throws OsException {
        try {
            directory.sync();
        } catch (OsException e) {
            if (e.errno() != Errno.EINVAL) {
                throw e;
            }
        }
    }
}
