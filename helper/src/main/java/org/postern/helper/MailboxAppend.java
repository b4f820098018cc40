package org.postern.helper;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.OpenDirectory;
import org.postern.os.OpenFile;
import org.postern.os.OsException;

/// Appends letters to a mailbox in the mbox format, under both kinds of locks; to be used on a thread that has become
/// the user.
///
/// Several letters are written one after the other and reach the disk together. When that fails the file gets its
/// former length back, and each of them is tried by itself, so that each has an answer of its own.
final class MailboxAppend {
    /// What came of it.
    sealed interface Result {
        /// An answer for each letter.
        record Done(List<HelperAnswer> answers) implements Result {}

        /// There is no mailbox, and the user may not make it.
        record NeedsCreation() implements Result {}
    }

    private static final int REOPENINGS = 5;

    private final Clock clock;
    private final ZoneId zone;
    private final Duration lockPatience;
    private final EventSink events;
    private final LockWait wait;
    private final SpareLocks spares;

    /// @param zone of the date in the `From ` line
    /// @param lockPatience how long a locked mailbox is waited for
    MailboxAppend(Clock clock, ZoneId zone, Duration lockPatience, EventSink events) {
        this.clock = clock;
        this.zone = zone;
        this.lockPatience = lockPatience;
        this.events = events;
        this.wait = new LockWait(clock);
        this.spares = new SpareLocks(clock);
    }

    /// Appends the letters to the mailbox `granted` in its directory.
    ///
    /// @param more asked at the end: true when more letters for the mailbox wait
    /// @throws OsException when a lock or the mailbox cannot be had; nothing is written then
    Result append(
            MailboxAuthority.Decision.Granted granted,
            OpenDirectory directory,
            List<Letter> letters,
            BooleanSupplier more)
            throws OsException, InterruptedException {
        try (DotLock dotLock = new DotLock(directory, granted.name(), granted.owner(), clock, spares, more)) {
            long deadline = clock.nanoTime() + lockPatience.toNanos();
            if (!wait.until(deadline, () -> dotLock.attempt() != DotLock.Attempt.BUSY)) {
                return all(letters, MailboxAnswers.locked(granted.name()));
            }
            for (int i = 0; i < REOPENINGS; i++) {
                switch (MailboxFile.open(directory, granted.name(), granted.owner())) {
                    case MailboxFile.Found.NotAllowedToCreate() -> {
                        return new Result.NeedsCreation();
                    }
                    case MailboxFile.Found.Unfit(String why) -> {
                        return all(letters, MailboxAnswers.unfit(directory.path() + "/" + granted.name() + ": " + why));
                    }
                    case MailboxFile.Found.Opened(OpenFile file) -> {
                        try (file) {
                            if (!wait.until(deadline, file::tryRecordLock)) {
                                return all(letters, MailboxAnswers.locked(granted.name()));
                            }
                            if (MailboxFile.isStill(directory, granted.name(), file)) {
                                return new Result.Done(write(granted.name(), file, letters));
                            }
                        }
                    }
                }
            }
            return all(letters, MailboxAnswers.later(granted.name() + ": the mailbox changes all the time"));
        }
    }

    static Result all(List<Letter> letters, HelperAnswer answer) {
        return new Result.Done(Collections.nCopies(letters.size(), answer));
    }

    private List<HelperAnswer> write(String name, OpenFile file, List<Letter> letters) {
        try {
            together(name, file, letters);
            return Collections.nCopies(letters.size(), MailboxAnswers.SENT);
        } catch (IOException e) {
            if (letters.size() == 1) {
                return List.of(MailboxAnswers.failure(e));
            }
        }
        List<HelperAnswer> answers = new ArrayList<>(letters.size());
        for (Letter letter : letters) {
            answers.addAll(write(name, file, List.of(letter)));
        }
        return answers;
    }

    private void together(String name, OpenFile file, List<Letter> letters) throws IOException {
        long before = file.status().size();
        boolean complete = false;
        try {
            MboxWriter writer = new MboxWriter(file);
            for (Letter letter : letters) {
                writer.write(letter.sender(), clock.epochSeconds(), zone, letter.content());
            }
            writer.flush();
            file.sync();
            complete = true;
        } finally {
            if (!complete) {
                takeBack(name, file, before);
            }
        }
    }

    private void takeBack(String name, OpenFile file, long size) {
        try {
            file.truncate(size);
            file.sync();
        } catch (OsException e) {
            events.accept(new HelperEvent.MailboxNotRestored(name, size, e));
        }
    }
}
