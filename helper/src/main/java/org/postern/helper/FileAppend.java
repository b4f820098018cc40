package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.ZoneId;
import org.postern.base.Clock;
import org.postern.os.OpenFile;

/// Appends one message to an open file, in the mbox format and under both kinds of locks. When anything fails after
/// the first byte the file gets its former length back; what is there when it returns is on the disk.
public final class FileAppend {
    private final Duration lockPatience;
    private final Clock clock;
    private final ZoneId zone;

    /// @param lockPatience how long a locked file is waited for
    /// @param zone of the date in the `From ` line
    public FileAppend(Duration lockPatience, Clock clock, ZoneId zone) {
        this.lockPatience = lockPatience;
        this.clock = clock;
        this.zone = zone;
    }

    /// Appends.
    ///
    /// @param marks true when `>` is put before lines that begin with `From `
    /// @return false when somebody keeps the file locked; nothing is written then
    /// @throws IOException when the message cannot be read or the file not be written
    public boolean append(OpenFile file, boolean marks, String sender, InputStream message)
            throws IOException, InterruptedException {
        long deadline = clock.nanoTime() + lockPatience.toNanos();
        LockWait wait = new LockWait(clock);
        if (!wait.until(deadline, file::tryFlock) || !wait.until(deadline, file::tryRecordLock)) {
            return false;
        }
        long size = file.status().size();
        boolean complete = false;
        try {
            MboxWriter writer = new MboxWriter(file, marks);
            writer.write(sender, clock.epochSeconds(), zone, message);
            writer.flush();
            file.sync();
            complete = true;
        } finally {
            if (!complete) {
                file.truncate(size);
                file.sync();
            }
        }
        return true;
    }
}
