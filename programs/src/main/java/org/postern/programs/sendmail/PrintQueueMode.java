package org.postern.programs.sendmail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.os.RealDurableFiles;
import org.postern.programs.Invocation;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.queue.QueueKind;
import org.postern.queue.QueueListing;

/// `mailq` and `sendmail -bp`: lists what waits in the queue (sendmail op guide §2.3.2). It reads the files of the
/// queue,
/// so it needs no daemon; a message that is being delivered at once is not among them for its first seconds.
final class PrintQueueMode {
    private static final Path TRANSFER = Path.of("/etc/mail/sendmail.cf");
    private static final Path SUBMISSION = Path.of("/etc/mail/submit.cf");
    private static final int LARGEST_CONTROL_FILE = 16 << 20;

    private final Invocation invocation;
    private final SendmailArguments arguments;

    PrintQueueMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    int run() {
        Path standard = arguments.effectiveRole() == SendmailArguments.Role.SUBMISSION ? SUBMISSION : TRANSFER;
        Path file = arguments.configuration().map(Path::of).orElse(standard);
        Configuration configuration = DaemonConfiguration.read(file, List.of());
        if (configuration.fatal().isPresent()) {
            configuration
                    .diagnostics()
                    .forEach(diagnostic -> invocation.output().println(diagnostic.text()));
            return configuration.fatal().get().exit().code();
        }
        try {
            QueueListing.Style style = new QueueListing.Style(
                    kind(),
                    arguments.verbose(),
                    configuration.options().duration(CfOption.MIN_QUEUE_AGE).toSeconds(),
                    LARGEST_CONTROL_FILE);
            new QueueListing(
                            new RealDurableFiles(),
                            new SystemClock(),
                            ZoneId.systemDefault(),
                            style,
                            invocation.output()::print)
                    .print(DaemonConfiguration.queueDirectories(configuration));
            return SysExit.OK.code();
        } catch (IOException failed) {
            invocation.error().println(invocation.name() + ": the queue cannot be read: " + failed.getMessage());
            return SysExit.NO_PERMISSION.code();
        }
    }

    private QueueKind kind() {
        return arguments
                .queueRun()
                .map(run -> run.quarantined() ? QueueKind.QUARANTINED : run.lost() ? QueueKind.LOST : QueueKind.NORMAL)
                .orElse(QueueKind.NORMAL);
    }
}
