package org.postern.programs.sendmail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.CfTimeout;
import org.postern.cf.Configuration;
import org.postern.deliver.HostStatusDirectory;
import org.postern.deliver.HostStatusRecord;
import org.postern.mail.MailDate;
import org.postern.programs.Invocation;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.HostStatusPlace;

/// `hoststat` (`sendmail -bh`) and `purgestat` (`-bH`): what is known of other hosts, and an end to what is too old to
/// count (sendmail op guide §2.3, HostStatusDirectory).
final class HostStatusMode {
    private static final int HOST_WIDTH = 39;
    private static final int TIME_WIDTH = 12;
    private static final int RESULT_WIDTH = 25;
    private static final int VERBOSE_WIDTH = 78;

    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final Clock clock = new SystemClock();

    HostStatusMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    SysExit run() {
        CommandConfiguration command = CommandConfiguration.read(arguments, invocation.output());
        Configuration configuration = command.configuration();
        Optional<SysExit> refusal = command.refusal(invocation.output(), true);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        boolean purge = arguments.mode() == SendmailMode.PURGE_HOST_STATUS;
        if (purge && !TrustedCaller.is(configuration)) {
            return TrustedCaller.refuse(invocation, arguments, configuration, "", "purge host status");
        }
        try {
            Optional<HostStatusPlace> place =
                    HostStatusPlace.of(configuration, DaemonConfiguration.queueGroups(configuration));
            if (place.isEmpty()) {
                return SysExit.OK;
            }
            Optional<HostStatusDirectory> directory = place.get().open();
            if (directory.isEmpty()) {
                return say(place.get().complaint(), SysExit.OK);
            }
            if (purge) {
                Duration counts = configuration.options().timeout(CfTimeout.HOST_STATUS);
                directory.get().purge(clock.epochMillis() - counts.toMillis());
            } else {
                print(directory.get());
            }
            return SysExit.OK;
        } catch (AccessDeniedException closed) {
            return say("can not chdir(" + closed.getFile() + "/): Permission denied", SysExit.CONFIGURATION);
        } catch (IOException failed) {
            return say("host status: " + failed.getMessage(), SysExit.OS_ERROR);
        }
    }

    private SysExit say(String words, SysExit exit) {
        invocation.output().println(words);
        return exit;
    }

    private void print(HostStatusDirectory directory) throws IOException {
        boolean first = true;
        for (HostStatusDirectory.Entry entry : directory.entries()) {
            if (first) {
                invocation
                        .output()
                        .println(" -------------- Hostname --------------- How long ago ---------Results---------");
                first = false;
            }
            switch (entry.result()) {
                case HostStatusRecord.Result.Bad(int line, String why) ->
                    invocation.output().println(entry.path() + ": line " + line + ": " + why);
                case HostStatusRecord.Result.Read(HostStatusRecord record) ->
                    invocation.output().println(line(entry, record));
            }
        }
    }

    private String line(HostStatusDirectory.Entry entry, HostStatusRecord record) {
        StringBuilder line = new StringBuilder(100);
        line.append(entry.locked() ? '*' : ' ').append(entry.host());
        line.repeat(' ', Math.max(0, HOST_WIDTH - entry.host().length()));
        String ago = MailDate.span(Math.max(0, clock.epochSeconds() - record.lastUse()));
        line.repeat(' ', Math.max(0, 1 + TIME_WIDTH - ago.length())).append(ago).append(' ');
        return line.append(record.result(arguments.verbose() ? VERBOSE_WIDTH : RESULT_WIDTH))
                .toString();
    }
}
