package org.postern.programs.sendmail;

import java.io.IOException;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.os.RealDurableFiles;
import org.postern.programs.Invocation;
import org.postern.programs.mta.QueueOwner;
import org.postern.queue.QueueEditor;
import org.postern.queue.QueueGroup;
import org.postern.queue.QueueGroups;

/// `sendmail -Qreason -q...` and `-qQ -Q`: quarantines waiting messages and releases them (sendmail op guide §2.3). It
/// changes queue files under their locks, so it makes no difference whether a daemon runs.
final class QuarantineMode {
    private static final int LARGEST_CONTROL_FILE = 16 << 20;

    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final Configuration configuration;
    private final QueueGroups groups;

    QuarantineMode(
            Invocation invocation, SendmailArguments arguments, Configuration configuration, QueueGroups groups) {
        this.invocation = invocation;
        this.arguments = arguments;
        this.configuration = configuration;
        this.groups = groups;
    }

    SysExit run(QueueRunRequest wanted) throws IOException {
        if (wanted.lost()) {
            invocation.output().println("Can not use -Q with -qL");
            return SysExit.USAGE;
        }
        String reason = arguments.quarantine().orElse("");
        QueueEditor editor = new QueueEditor(
                new RealDurableFiles(),
                new SystemClock(),
                configuration.options().octal(CfOption.QUEUE_FILE_MODE),
                QueueOwner.become(groups.directories()),
                LARGEST_CONTROL_FILE);
        for (QueueGroup group : groups.all()) {
            if (wanted.group()
                    .filter(name -> groups.find(name).filter(group::equals).isEmpty())
                    .isPresent()) {
                continue;
            }
            for (QueueEditor.Place place : editor.places(group)) {
                StringBuilder lines = new StringBuilder();
                QueueEditor.Changes changes = editor.quarantine(
                        place,
                        wanted.selection(),
                        reason,
                        change -> lines.append(change).append('\n'));
                if (arguments.verbose()) {
                    invocation.output().print(words(place, changes, lines));
                }
            }
        }
        return SysExit.OK;
    }

    private static String words(QueueEditor.Place place, QueueEditor.Changes changes, StringBuilder lines) {
        int count = changes.changed();
        String head = changes.selected() == 0
                ? place.shown() + ": no matches\n"
                : "Processing " + place.shown() + ":\n" + lines;
        return head + (count == 0 ? "No changes\n" : count + (count == 1 ? " change\n" : " changes\n"));
    }
}
