package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.base.Clock;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.Errno;
import org.postern.os.OpenDirectory;
import org.postern.os.OpenFile;
import org.postern.os.OsException;

/// A Maildir: a directory with `tmp`, `new` and `cur`, and a file for each message. No locks are needed: a message
/// appears in `new` when it is whole and on the disk.
///
/// Used on a thread that has become the user. The directory and its parts are made when they are missing; one that is
/// a link or belongs to somebody else is refused.
final class Maildir {
    private static final int DIRECTORY_MODE = 0700;
    private static final int FILE_MODE = 0600;
    private static final int BUFFER = 64 * 1024;
    private static final AtomicLong COUNT = new AtomicLong();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OpenDirectory home;
    private final String name;
    private final int owner;
    private final Clock clock;

    Maildir(OpenDirectory home, String name, int owner, Clock clock) {
        this.home = home;
        this.name = name;
        this.owner = owner;
        this.clock = clock;
    }

    /// Adds a message, as it is.
    ///
    /// @throws OsException when the file system has a trouble; nothing is left in `new` then
    /// @throws IOException when the message cannot be read
    HelperAnswer add(InputStream message) throws IOException {
        try (OpenDirectory maildir = part(home, name);
                OpenDirectory temporary = part(maildir, "tmp");
                OpenDirectory fresh = part(maildir, "new");
                OpenDirectory seen = part(maildir, "cur")) {
            for (OpenDirectory each : new OpenDirectory[] {maildir, temporary, fresh, seen}) {
                if (each.status().uid() != owner) {
                    return MailboxAnswers.unfit(each.path() + ": wrong ownership ("
                            + Integer.toUnsignedString(each.status().uid()) + ")");
                }
            }
            add(message, temporary, fresh);
            return new HelperAnswer.Delivered("2.1.5", "Sent");
        } catch (OsException e) {
            if (e.errno() == Errno.ELOOP || e.errno() == Errno.ENOTDIR) {
                return MailboxAnswers.unfit(e.path() + ": irregular file");
            }
            throw e;
        }
    }

    private void add(InputStream message, OpenDirectory temporary, OpenDirectory fresh) throws IOException {
        String unique = uniqueName();
        boolean complete = false;
        try {
            write(message, temporary, unique);
            temporary.move(unique, fresh, unique);
            complete = true;
            fresh.sync();
        } finally {
            if (!complete) {
                remove(temporary, unique);
            }
        }
    }

    private static void write(InputStream message, OpenDirectory temporary, String unique) throws IOException {
        try (OpenFile file = temporary.create(unique, FILE_MODE)) {
            byte[] chunk = new byte[BUFFER];
            for (int count = message.read(chunk, 0, chunk.length);
                    count >= 0;
                    count = message.read(chunk, 0, chunk.length)) {
                file.write(chunk, 0, count);
            }
            file.sync();
        }
    }

    private static void remove(OpenDirectory temporary, String unique) {
        try {
            temporary.remove(unique);
        } catch (OsException _) {
            // Readers remove what is old in `tmp`.
        }
    }

    /// Opens a directory of the Maildir, which is made when it is not there.
    private static OpenDirectory part(OpenDirectory in, String name) throws OsException {
        try {
            return in.directory(name);
        } catch (OsException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        try {
            in.makeDirectory(name, DIRECTORY_MODE);
            in.sync();
        } catch (OsException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
        return in.directory(name);
    }

    /// Nobody else makes this name: time, process, number, and chance.
    private String uniqueName() {
        byte[] chance = new byte[8];
        RANDOM.nextBytes(chance);
        long microseconds = clock.epochMillis() % 1000 * 1000;
        return clock.epochSeconds() + ".M" + microseconds + "P"
                + ProcessHandle.current().pid() + "Q" + COUNT.incrementAndGet() + "R"
                + HexFormat.of().formatHex(chance) + ".postern";
    }
}
