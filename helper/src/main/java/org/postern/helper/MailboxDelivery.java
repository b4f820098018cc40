package org.postern.helper;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.os.Accounts;
import org.postern.os.Identity;
import org.postern.os.OpenDirectory;
import org.postern.os.OsException;
import org.postern.os.UserThread;

/// Appends a message to the mailbox of a user, or puts it into his Maildir, as that user.
///
/// The order: who is the user, who owns the directory; become the user; open or create the mailbox and examine it by
/// its descriptor; take both locks; make sure that the name still leads to it; append; wait for the disk; answer.
/// When anything fails after the first byte the file gets its former length back.
///
/// Safe for use by several threads; deliveries to one mailbox that wait at the same time go together ([MailboxTurns]),
/// under the same locks that other programs see.
public final class MailboxDelivery {
    private final MailboxRules rules;
    private final MailboxAuthority authority;
    private final MailboxTurns turns = new MailboxTurns(MailboxTurns.REST);
    private final MailboxAppend append;
    private final Clock clock;
    private final EventSink events;

    /// @param zone of the date in the `From ` line
    /// @param lockPatience how long a locked mailbox is waited for
    public MailboxDelivery(
            MailboxRules rules, Accounts accounts, Clock clock, ZoneId zone, Duration lockPatience, EventSink events) {
        this.rules = rules;
        this.authority = new MailboxAuthority(accounts);
        this.append = new MailboxAppend(clock, zone, lockPatience, events);
        this.clock = clock;
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
        } catch (IOException e) {
            answer = MailboxAnswers.failure(e);
        }
        if (!(answer instanceof HelperAnswer.Delivered)) {
            events.accept(new HelperEvent.MailboxRefused(request.queueId(), request.user(), answer));
        }
        return answer;
    }

    private HelperAnswer inDirectory(
            MailboxRules.InDirectory shared, HelperRequest.DeliverToMailbox request, InputStream message)
            throws IOException {
        try (OpenDirectory directory = OpenDirectory.open(shared.directory())) {
            return switch (authority.decide(shared, request.user(), directory)) {
                case MailboxAuthority.Decision.Denied(HelperAnswer denial) -> denial;
                case MailboxAuthority.Decision.Granted granted ->
                    turns.deliver(
                            granted,
                            Letter.of(request.sender(), message),
                            letters -> inDirectory(granted, directory, letters));
            };
        }
    }

    private List<HelperAnswer> inDirectory(
            MailboxAuthority.Decision.Granted granted, OpenDirectory directory, List<Letter> letters) {
        Work work = () -> append.append(granted, directory, letters, () -> turns.waiting(granted) > 0);
        try {
            MailboxAppend.Result result = asUser(granted.identity(), letters, work);
            if (result instanceof MailboxAppend.Result.NeedsCreation) {
                MailboxFile.createFor(
                        directory,
                        granted.name(),
                        granted.identity().uid(),
                        granted.identity().gid());
                result = asUser(granted.identity(), letters, work);
            }
            return answers(result, granted, letters);
        } catch (OsException e) {
            return Collections.nCopies(letters.size(), MailboxAnswers.failure(e));
        }
    }

    /// Everything is done as the user, the opening of his home directory too: nothing is made for him as root.
    private HelperAnswer inHome(MailboxRules.InHome rule, HelperRequest.DeliverToMailbox request, InputStream message)
            throws IOException {
        return switch (authority.decide(rule, request.user())) {
            case MailboxAuthority.Decision.Denied(HelperAnswer denial) -> denial;
            case MailboxAuthority.Decision.Granted granted -> {
                Letter letter = Letter.of(request.sender(), message);
                yield rule.maildir()
                        ? inHome(granted, List.of(letter), home -> maildir(granted, home, letter))
                                .getFirst()
                        : turns.deliver(
                                granted,
                                letter,
                                letters -> inHome(
                                        granted,
                                        letters,
                                        home -> append.append(
                                                granted, home, letters, () -> turns.waiting(granted) > 0)));
            }
        };
    }

    private MailboxAppend.Result maildir(MailboxAuthority.Decision.Granted granted, OpenDirectory home, Letter letter)
            throws IOException {
        HelperAnswer answer = new Maildir(home, granted.name(), granted.owner(), clock).add(letter.content());
        return new MailboxAppend.Result.Done(List.of(answer));
    }

    /// What is done in a home directory.
    @FunctionalInterface
    private interface HomeWork {
        MailboxAppend.Result call(OpenDirectory home) throws IOException, InterruptedException;
    }

    private static List<HelperAnswer> inHome(
            MailboxAuthority.Decision.Granted granted, List<Letter> letters, HomeWork work) {
        try {
            MailboxAppend.Result result = asUser(granted.identity(), letters, () -> {
                try (OpenDirectory home = OpenDirectory.open(granted.directory())) {
                    return work.call(home);
                }
            });
            return answers(result, granted, letters);
        } catch (OsException e) {
            return Collections.nCopies(letters.size(), MailboxAnswers.failure(e));
        }
    }

    private static List<HelperAnswer> answers(
            MailboxAppend.Result result, MailboxAuthority.Decision.Granted granted, List<Letter> letters) {
        return switch (result) {
            case MailboxAppend.Result.Done(List<HelperAnswer> answers) -> answers;
            case MailboxAppend.Result.NeedsCreation() ->
                Collections.nCopies(
                        letters.size(), MailboxAnswers.later(granted.name() + ": cannot create the mailbox"));
        };
    }

    /// What is done as the user.
    @FunctionalInterface
    private interface Work {
        MailboxAppend.Result call() throws IOException, InterruptedException;
    }

    /// Nobody but root runs as root: the owner of a directory for virtual users may be root, when root tries Postern.
    private static MailboxAppend.Result asUser(Identity identity, List<Letter> letters, Work work) throws OsException {
        try {
            return identity.isRoot() ? work.call() : UserThread.run(identity, work::call);
        } catch (OsException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return MailboxAppend.all(letters, MailboxAnswers.later("interrupted"));
        } catch (IOException e) {
            return MailboxAppend.all(letters, MailboxAnswers.failure(e));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
