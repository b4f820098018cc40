package org.postern.programs.sendmail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.SysExit;
import org.postern.cf.Configuration;
import org.postern.cf.PrivacyFlag;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.control.ControlClient;
import org.postern.programs.control.ControlRequest;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.DaemonSettings;
import org.postern.queue.QueueGroups;

/// `sendmail -q` in all its forms (sendmail op guide §2.3.3). A daemon that has the queue is asked to run it; without
/// one this process and a network process of its own do it. With a time it becomes a daemon that runs the queue again
/// and again.
final class QueueRunMode {
    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final QueueRunRequest wanted;

    QueueRunMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
        this.wanted = arguments.queueRun().orElseGet(QueueRunRequest::once);
    }

    int run() throws InterruptedException {
        boolean timed = wanted.intervalSeconds().isPresent();
        CommandConfiguration command = CommandConfiguration.read(arguments, invocation.output());
        Configuration configuration = command.configuration();
        Optional<SysExit> refusal = command.refusal(invocation.output(), true);
        if (refusal.isPresent()) {
            return refusal.get().code();
        }
        if ((timed || arguments.quarantine().isPresent()) && !TrustedCaller.is(configuration)) {
            String deed = arguments.quarantine().isPresent() ? "quarantine jobs" : "start a queue runner daemon";
            return TrustedCaller.refuse(invocation, arguments, configuration, "", deed)
                    .code();
        }
        if (timed) {
            return new DaemonMode(invocation, arguments).run();
        }
        try {
            QueueGroups groups = DaemonConfiguration.queueGroups(configuration);
            if (wanted.group().isPresent() && groups.find(wanted.group().get()).isEmpty()) {
                return say("Queue group " + wanted.group().get() + " unknown", SysExit.OK);
            }
            if (configuration.options().has(PrivacyFlag.RESTRICT_QRUN) && !ownsQueue(groups)) {
                return say("You do not have permission to process the queue", SysExit.NO_PERMISSION);
            }
            return arguments.quarantine().isPresent()
                    ? new QuarantineMode(invocation, arguments, configuration, groups)
                            .run(wanted)
                            .code()
                    : once(configuration, groups);
        } catch (IOException failed) {
            invocation.error().println(invocation.name() + ": " + failed.getMessage());
            return SysExit.OS_ERROR.code();
        }
    }

    private int say(String words, SysExit exit) {
        invocation.output().println(words);
        return exit.code();
    }

    private static boolean ownsQueue(QueueGroups groups) throws IOException {
        int user = ProcessIdentity.realUserId();
        Object owner = Files.getAttribute(groups.directories().getFirst(), "unix:uid");
        return user == 0 || owner.equals(user);
    }

    private int once(Configuration configuration, QueueGroups groups) throws IOException, InterruptedException {
        boolean stays = wanted.foreground() || arguments.verbose();
        ControlRequest.Run request = new ControlRequest.Run(wanted.selection(), stays, arguments.verbose());
        Optional<Integer> asked =
                ControlClient.ask(ControlClient.place(groups.directories()), request, invocation.output()::print);
        if (asked.isPresent()) {
            return asked.get();
        }
        if (!stays) {
            return background();
        }
        Path file = CommandFiles.configuration(arguments);
        DaemonSettings settings = ProcessPair.settings(arguments, file, DaemonSettings.Service.RUN, request.line());
        ProcessPair pair = new ProcessPair(
                invocation, DaemonConfiguration.readInHelper(settings.configuration(), settings.options()), settings);
        return pair.run(ProcessPair.systemLog(settings, configuration), invocation.output());
    }

    /// As sendmail: the command ends at once, and the queue is run behind its back.
    private int background() throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(invocation
                .home()
                .resolve("bin/sendmail")
                .toAbsolutePath()
                .normalize()
                .toString());
        command.addAll(invocation.arguments());
        command.add(command.size() - invocation.arguments().size(), "-qf");
        File nowhere = new File("/dev/null");
        var _ = new ProcessBuilder(command)
                .redirectInput(nowhere)
                .redirectOutput(nowhere)
                .redirectError(nowhere)
                .start();
        return SysExit.OK.code();
    }
}
