package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.ZoneId;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.os.Accounts;
import org.postern.os.Errno;
import org.postern.os.Identity;
import org.postern.os.OpenDirectory;
import org.postern.os.OpenFile;
import org.postern.os.OsException;
import org.postern.os.UserThread;

/// Appends a message to the mailbox of a user, or puts it into his Maildir, as that user.
///
/// The order: who is the user, who owns the directory; become the user; open or create the mailbox and examine it by
/// its descriptor; take both locks; make sure that the name still leads to it; append; wait for the disk; answer.
/// When anything fails after the first byte the file gets its former length back.
///
/// Safe for use by several threads; deliveries to one mailbox wait for each other by the same locks that other
/// programs see.
public final class MailboxDelivery {
    private static final int REOPENINGS = 5;
    private static final long FIRST_PAUSE = 10;
    private static final long LONGEST_PAUSE = 1000;

    private final MailboxRules rules;
    private final MailboxAuthority authority;
    private final Clock clock;
    private final ZoneId zone;
    private final Duration lockPatience;
    private final EventSink events;

    /// @param zone of the date in the `From ` line
    /// @param lockPatience how long a locked mailbox is waited for
    public MailboxDelivery(
            MailboxRules rules, Accounts accounts, Clock clock, ZoneId zone, Duration lockPatience, EventSink events) {
        this.rules = rules;
        this.authority = new MailboxAuthority(accounts);
        this.clock = clock;
        this.zone = zone;
        this.lockPatience = lockPatience;
        this.events = events;
    }

    /// Delivers, or says why not. An [IOException] of the message itself becomes a temporary answer too.
    public HelperAnswer deliver(HelperRequest.DeliverToMailbox request, InputStream message) {
        HelperAnswer answer;
        try {
            answer = switch (rules) {
                case MailboxRules.InDirectory shared -> inDirectory(shared, request, message);
                case MailboxRules.InHome home -> inHome(home, request, message);
            };
        } catch (OsException e) {
            answer = failure(e);
        }
        if (!(answer instanceof HelperAnswer.Delivered)) {
            events.accept(new HelperEvent.MailboxRefused(request.queueId(), request.user(), answer));
        }
        return answer;
    }

    private HelperAnswer inDirectory(
            MailboxRules.InDirectory shared, HelperRequest.DeliverToMailbox request, InputStream message)
            throws OsException {
        try (OpenDirectory directory = OpenDirectory.open(shared.directory())) {
            return switch (authority.decide(shared, request.user(), directory)) {
                case MailboxAuthority.Decision.Denied(HelperAnswer denial) -> denial;
                case MailboxAuthority.Decision.Granted granted -> inDirectory(granted, directory, request, message);
            };
        }
    }

    private HelperAnswer inDirectory(
            MailboxAuthority.Decision.Granted granted,
            OpenDirectory directory,
            HelperRequest.DeliverToMailbox request,
            InputStream message)
            throws OsException {
        Append append = new Append(granted, directory, request.sender(), message);
        Result result = asUser(granted.identity(), append::call);
        if (result instanceof Result.NeedsCreation) {
            MailboxFile.createFor(
                    directory,
                    granted.name(),
                    granted.identity().uid(),
                    granted.identity().gid());
            result = asUser(granted.identity(), append::call);
        }
        return answer(result, granted);
    }

    /// Everything is done as the user, the opening of his home directory too: nothing is made for him as root.
    private HelperAnswer inHome(MailboxRules.InHome rule, HelperRequest.DeliverToMailbox request, InputStream message)
            throws OsException {
        return switch (authority.decide(rule, request.user())) {
            case MailboxAuthority.Decision.Denied(HelperAnswer denial) -> denial;
            case MailboxAuthority.Decision.Granted granted -> {
                Work work = () -> {
                    try (OpenDirectory home = OpenDirectory.open(granted.directory())) {
                        return rule.maildir()
                                ? new Result.Done(
                                        new Maildir(home, granted.name(), granted.owner(), clock).add(message))
                                : new Append(granted, home, request.sender(), message).call();
                    }
                };
                yield answer(asUser(granted.identity(), work), granted);
            }
        };
    }

    private static HelperAnswer answer(Result result, MailboxAuthority.Decision.Granted granted) {
        return switch (result) {
            case Result.Done(HelperAnswer answer) -> answer;
            case Result.NeedsCreation() -> later(granted.name() + ": cannot create the mailbox");
        };
    }

    /// What is done as the user.
    @FunctionalInterface
    private interface Work {
        Result call() throws IOException, InterruptedException;
    }

    /// Nobody but root runs as root: the owner of a directory for virtual users may be root, when root tries Postern.
    private static Result asUser(Identity identity, Work work) throws OsException {
        try {
            return identity.isRoot() ? work.call() : UserThread.run(identity, work::call);
        } catch (OsException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Done(later("interrupted"));
        } catch (IOException e) {
            return new Result.Done(later(String.valueOf(e.getMessage())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private sealed interface Result {
        record Done(HelperAnswer answer) implements Result {}

        record NeedsCreation() implements Result {}
    }

    /// The work that is done as the user.
    private final class Append {
        private final MailboxAuthority.Decision.Granted granted;
        private final OpenDirectory directory;
        private final String sender;
        private final InputStream message;

        private Append(
                MailboxAuthority.Decision.Granted granted,
                OpenDirectory directory,
                String sender,
                InputStream message) {
            this.granted = granted;
            this.directory = directory;
            this.sender = sender;
            this.message = message;
        }

        private Result call() throws IOException, InterruptedException {
            try (DotLock dotLock = new DotLock(directory, granted.name(), granted.owner(), clock)) {
                long deadline = clock.nanoTime() + lockPatience.toNanos();
                if (!await(() -> dotLock.attempt() != DotLock.Attempt.BUSY, deadline)) {
                    return new Result.Done(later("lockmailbox " + granted.name() + " failed"));
                }
                for (int i = 0; i < REOPENINGS; i++) {
                    switch (MailboxFile.open(directory, granted.name(), granted.owner())) {
                        case MailboxFile.Found.NotAllowedToCreate() -> {
                            return new Result.NeedsCreation();
                        }
                        case MailboxFile.Found.Unfit(String why) -> {
                            return new Result.Done(unfit(directory.path() + "/" + granted.name() + ": " + why));
                        }
                        case MailboxFile.Found.Opened(OpenFile file) -> {
                            try (file) {
                                if (!await(file::tryRecordLock, deadline)) {
                                    return new Result.Done(later("lockmailbox " + granted.name() + " failed"));
                                }
                                if (MailboxFile.isStill(directory, granted.name(), file)) {
                                    append(file);
                                    return new Result.Done(new HelperAnswer.Delivered("2.1.5", "Sent"));
                                }
                            }
                        }
                    }
                }
                return new Result.Done(later(granted.name() + ": the mailbox changes all the time"));
            }
        }

        private void append(OpenFile file) throws IOException {
            long before = file.status().size();
            boolean complete = false;
            try {
                new MboxWriter(file).write(sender, clock.epochSeconds(), zone, message);
                file.sync();
                complete = true;
            } finally {
                if (!complete) {
                    takeBack(file, before);
                }
            }
        }

        private void takeBack(OpenFile file, long size) {
            try {
                file.truncate(size);
                file.sync();
            } catch (OsException e) {
                events.accept(new HelperEvent.MailboxNotRestored(granted.name(), size, e));
            }
        }
    }

    @FunctionalInterface
    private interface Try {
        boolean once() throws OsException;
    }

    /// Tries again and again, with growing pauses, until the deadline.
    private boolean await(Try what, long deadline) throws OsException, InterruptedException {
        long pause = FIRST_PAUSE;
        while (!what.once()) {
            if (clock.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(pause);
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
        return true;
    }

    /// mail.local's answer to something that is no mailbox: permanent.
    static HelperAnswer unfit(String why) {
        return new HelperAnswer.Failed(SysExit.UNAVAILABLE, "5.2.0", why);
    }

    private static HelperAnswer later(String why) {
        return new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.2.0", why);
    }

    /// A trouble of the file system is never the sender's fault: temporary, whatever it is.
    private static HelperAnswer failure(OsException e) {
        boolean full = e.errno() == Errno.ENOSPC || e.errno() == Errno.EDQUOT || e.errno() == Errno.EFBIG;
        return new HelperAnswer.Temporary(
                SysExit.TEMPORARY_FAILURE, full ? "4.2.2" : "4.2.0", e.path() + ": " + e.reason());
    }
}
