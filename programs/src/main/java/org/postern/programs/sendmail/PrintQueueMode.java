package org.postern.programs.sendmail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.PrivacyFlag;
import org.postern.deliver.QueueLoad;
import org.postern.os.Account;
import org.postern.os.Accounts;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;
import org.postern.os.RealDurableFiles;
import org.postern.programs.Invocation;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.queue.QueueGroup;
import org.postern.queue.QueueGroups;
import org.postern.queue.QueueListing;

/// `mailq` and `sendmail -bp`: lists what waits in the queue (sendmail op guide §2.3.2), all of it or what `-q` flags
/// select. It reads the files of the queue, so it needs no daemon; a message that is being delivered at once is not
/// among them for its first seconds.
final class PrintQueueMode {
    private static final int LARGEST_CONTROL_FILE = 16 << 20;

    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final QueueRunRequest wanted;

    PrintQueueMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
        this.wanted = arguments.queueRun().orElseGet(QueueRunRequest::once);
    }

    /// What is done with the queue groups when the caller may see them.
    @FunctionalInterface
    private interface Work {
        void on(Configuration configuration, QueueGroups groups) throws IOException;
    }

    /// Lists the messages.
    int run() {
        return run(this::list);
    }

    /// Only says how many there are (`-bP`).
    int count() {
        return run((configuration, groups) -> listing(configuration).printCounts(groups.directories()));
    }

    private int run(Work work) {
        CommandConfiguration command = CommandConfiguration.read(arguments, invocation.output());
        Configuration configuration = command.configuration();
        Optional<SysExit> refusal = command.refusal(invocation.output(), true);
        if (refusal.isPresent()) {
            return refusal.get().code();
        }
        try {
            QueueGroups groups = DaemonConfiguration.queueGroups(configuration);
            if (configuration.options().has(PrivacyFlag.RESTRICT_MAILQ) && !maySee(groups)) {
                invocation.output().print("You are not permitted to see the queue\n\t\tTotal requests: 0\n");
                return SysExit.OK.code();
            }
            work.on(configuration, groups);
            return SysExit.OK.code();
        } catch (AccessDeniedException closed) {
            // The look for a folder of control files fails first.
            String directory = String.valueOf(closed.getFile()).replaceFirst("/qf$", "");
            invocation
                    .output()
                    .print("can not chdir(" + directory + "/): Permission denied\n"
                            + "Program mode requires special privileges, e.g., root or TrustedUser.\n");
            return SysExit.CONFIGURATION.code();
        } catch (IOException failed) {
            invocation.error().println(invocation.name() + ": the queue cannot be read: " + failed.getMessage());
            return SysExit.NO_PERMISSION.code();
        }
    }

    private QueueListing listing(Configuration configuration) {
        return new QueueListing(
                new RealDurableFiles(),
                new SystemClock(),
                ZoneId.systemDefault(),
                new QueueListing.Style(
                                wanted.selection(),
                                arguments.verbose(),
                                configuration
                                        .options()
                                        .duration(CfOption.MIN_QUEUE_AGE)
                                        .toSeconds(),
                                LARGEST_CONTROL_FILE,
                                Math.clamp(
                                        configuration.options().number(CfOption.MAX_QUEUE_RUN_SIZE),
                                        0,
                                        Integer.MAX_VALUE))
                        .withHeld(QueueLoad.of(configuration.options())::holds),
                invocation.output()::print,
                () -> !invocation.output().checkError());
    }

    private void list(Configuration configuration, QueueGroups groups) throws IOException {
        QueueListing listing = listing(configuration);
        if (wanted.group().isEmpty()) {
            listing.print(groups.directories());
            return;
        }
        Optional<QueueGroup> group = groups.find(wanted.group().get());
        if (group.isPresent()) {
            int _ = listing.printWithoutTotal(group.get().directories());
        } else {
            invocation.output().println("Queue group " + wanted.group().get() + " unknown");
        }
    }

    /// Root, the owner of the queue directory, and its group (sendmail op guide §5.6, restrictmailq).
    private static boolean maySee(QueueGroups groups) throws IOException {
        Path directory = groups.directories().getFirst();
        int user = ProcessIdentity.realUserId();
        Object owner = Files.getAttribute(directory, "unix:uid");
        Object group = Files.getAttribute(directory, "unix:gid");
        if (user == 0 || owner.equals(user)) {
            return true;
        }
        Identity own = ProcessIdentity.effective();
        return own.groups().stream().anyMatch(group::equals)
                || Accounts.system()
                        .byUid(user)
                        .found()
                        .map(Account::gid)
                        .filter(group::equals)
                        .isPresent();
    }
}
