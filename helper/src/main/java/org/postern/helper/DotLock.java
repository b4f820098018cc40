package org.postern.helper;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.os.Errno;
import org.postern.os.FileStatus;
import org.postern.os.OpenDirectory;
import org.postern.os.OpenFile;
import org.postern.os.OsException;

/// The lock file `USER.lock` beside a mailbox, for mail readers that look for nothing else.
///
/// A lock that is older than five minutes is left over and is removed, as mail.local does. One that neither the
/// mailbox's owner nor root made is no lock: in a directory where everybody may create files it would let anybody
/// stop the mail of anybody. Where the user may not create files there is none either; then the record lock alone
/// counts.
///
/// While more mail for the mailbox waits, or has come a moment before, the file keeps a hidden name ([SpareLocks]), so
/// that the next lock needs no new file.
final class DotLock implements AutoCloseable {
    /// What came of one attempt.
    enum Attempt {
        HELD,
        NOT_NEEDED,
        BUSY
    }

    private static final long LEFT_OVER_SECONDS = 300;
    private static final int MODE = 0444;
    private static final byte[] PID = Ascii.bytes(ProcessHandle.current().pid() + "\n");

    private final OpenDirectory directory;
    private final String name;
    private final int owner;
    private final Clock clock;
    private final SpareLocks spares;
    private final BooleanSupplier more;
    private Optional<FileStatus> made = Optional.empty();
    private boolean held;
    private boolean again;

    /// @param more asked at the end: true when a next lock of the same mailbox is certain to be tried soon
    DotLock(OpenDirectory directory, String mailbox, int owner, Clock clock, SpareLocks spares, BooleanSupplier more) {
        this.directory = directory;
        this.name = mailbox + ".lock";
        this.owner = owner;
        this.clock = clock;
        this.spares = spares;
        this.more = more;
    }

    /// Tries once to create the lock file.
    Attempt attempt() throws OsException {
        try {
            if (spares.link(directory, name)) {
                held = true;
                again = true;
            } else {
                create();
            }
            return Attempt.HELD;
        } catch (OsException e) {
            return switch (e.errno()) {
                case Errno.EACCES, Errno.EPERM, Errno.EROFS -> Attempt.NOT_NEEDED;
                case Errno.EEXIST -> examine();
                default -> throw e;
            };
        }
    }

    private void create() throws OsException {
        try (OpenFile file = directory.create(name, MODE)) {
            held = true;
            file.write(PID, 0, PID.length);
            made = Optional.of(file.status());
        }
    }

    private Attempt examine() throws OsException {
        try {
            FileStatus status = directory.status(name);
            if (status.uid() != owner && status.uid() != 0) {
                return Attempt.NOT_NEEDED;
            }
            if (clock.epochSeconds() - status.modifiedSeconds() > LEFT_OVER_SECONDS) {
                directory.remove(name);
            }
            return Attempt.BUSY;
        } catch (OsException e) {
            return switch (e.errno()) {
                case Errno.ENOENT -> Attempt.BUSY;
                case Errno.EACCES, Errno.EPERM, Errno.EISDIR -> Attempt.NOT_NEEDED;
                default -> throw e;
            };
        }
    }

    /// Removes the lock file when this object made it.
    @Override
    public void close() {
        boolean recent = again || spares.isRecent(directory, name);
        boolean later = held && spares.dropLater(directory, name);
        boolean keep = more.getAsBoolean() || (later && recent);
        if (held) {
            held = false;
            try {
                release(keep);
            } catch (OsException _) {
                // Somebody else removed it; it would be left over after five minutes in any case.
            }
        }
        if (!keep) {
            spares.drop(directory, name);
        }
    }

    private void release(boolean keep) throws OsException {
        boolean renamed = keep && made.isPresent() && spares.keep(directory, name, made.get());
        if (!renamed) {
            directory.remove(name);
        }
    }
}
