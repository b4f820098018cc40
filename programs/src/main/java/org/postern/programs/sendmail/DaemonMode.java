package org.postern.programs.sendmail;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.Diagnostic;
import org.postern.helper.NetworkAccount;
import org.postern.os.Accounts;
import org.postern.os.OpenDirectory;
import org.postern.os.OpenFile;
import org.postern.os.ProcessIdentity;
import org.postern.os.ProcessSignal;
import org.postern.programs.Invocation;
import org.postern.programs.control.ControlClient;
import org.postern.programs.mta.ConfigurationProblems;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.DaemonEvent;
import org.postern.programs.mta.DaemonSettings;
import org.postern.programs.mta.NetworkProgram;

/// `sendmail -bd` and `-bD`, and `-q30m` without them: the daemon. `-bD` stays in the foreground and is the parent
/// of the network process; `-bd` starts that in the background and ends when it serves.
final class DaemonMode {
    private static final int ENDED_BY_HUP = 128 + 1;

    private static final long PATIENCE_SECONDS = 60;
    private static final long STEP_MILLIS = 20;
    private static final int TRAFFIC_MODE = 0600;

    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final Clock clock = new SystemClock();

    DaemonMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    int run() throws InterruptedException {
        boolean submission = arguments.effectiveRole() == SendmailArguments.Role.SUBMISSION;
        if (submission && arguments.mode() != SendmailMode.DELIVER) {
            invocation.output().println("Mail submission program cannot be used as daemon");
            return SysExit.USAGE.code();
        }
        Optional<SysExit> stranger = stranger();
        if (stranger.isPresent()) {
            return stranger.get().code();
        }
        try {
            boolean stays = arguments.mode() == SendmailMode.DAEMON_FOREGROUND
                    || arguments.queueRun().filter(QueueRunRequest::foreground).isPresent();
            return stays ? foreground() : background();
        } catch (IOException failed) {
            invocation.error().println(invocation.name() + ": " + failed.getMessage());
            return SysExit.OS_ERROR.code();
        }
    }

    /// Whoever is neither root nor TrustedUser runs no daemon; timed queue runs have been looked at already.
    private Optional<SysExit> stranger() {
        if (ProcessIdentity.realUserId() == 0 || arguments.mode() == SendmailMode.DELIVER) {
            return Optional.empty();
        }
        Configuration configuration = DaemonConfiguration.readWithoutPrograms(
                configurationFile(),
                ProcessPair.settings(arguments, configurationFile(), service(), "")
                        .options());
        String reply = arguments.mode() == SendmailMode.DAEMON_FOREGROUND ? "" : "550 ";
        return configuration.fatal().isPresent() || TrustedCaller.is(configuration)
                ? Optional.empty()
                : Optional.of(TrustedCaller.refuse(invocation, arguments, configuration, reply, "run daemon"));
    }

    /// What the daemon is for.
    private DaemonSettings.Service service() {
        if (arguments.mode() != SendmailMode.DELIVER) {
            return DaemonSettings.Service.MAIL;
        }
        return arguments.effectiveRole() == SendmailArguments.Role.SUBMISSION
                ? DaemonSettings.Service.CLIENT_QUEUE
                : DaemonSettings.Service.QUEUE;
    }

    private Path configurationFile() {
        return CommandFiles.configuration(arguments);
    }

    /// Serves until it is stopped; begins anew, with the configuration as it is by then, when it is told to, also
    /// when the signal met the network process before that could act on it.
    private int foreground() throws IOException, InterruptedException {
        ProcessIdentity.showAs("sendmail-helper");
        int code = serve();
        while (code == NetworkProgram.RESTART || code == ENDED_BY_HUP) {
            // Nothing runs between the two: a stop ends this process until the next helper listens.
            ProcessSignal.TERM.handle(signal -> Runtime.getRuntime().halt(SysExit.OK.code()));
            ProcessSignal.INT.handle(signal -> Runtime.getRuntime().halt(SysExit.OK.code()));
            code = serve();
        }
        return code;
    }

    private int serve() throws IOException, InterruptedException {
        DaemonSettings settings = ProcessPair.settings(arguments, configurationFile(), service(), "");
        DaemonConfiguration.OfHelper read =
                DaemonConfiguration.readInHelper(settings.configuration(), settings.options());
        Configuration configuration = read.configuration();
        for (Diagnostic diagnostic : configuration.diagnostics()) {
            invocation.output().println(diagnostic.text());
        }
        invocation.output().flush();
        Optional<SysExit> refusal = refusal(configuration);
        if (refusal.isPresent()) {
            return refusal.get().code();
        }
        if (settings.trafficLog().isPresent()) {
            prepare(settings.trafficLog().get(), configuration);
        }
        ProcessPair pair = new ProcessPair(invocation, read, settings);
        EventSink events = ProcessPair.systemLog(settings, configuration);
        Path control = ControlClient.place(DaemonConfiguration.queueDirectories(configuration));
        Optional<Path> processFile = processFile(configuration);
        Thread writer = Thread.ofPlatform().daemon().name("pid-file").start(() -> {
            if (processFile.isPresent() && awaitServing(control)) {
                writeProcessFile(processFile.get(), events);
            }
        });
        try {
            return pair.run(events, invocation.error());
        } finally {
            writer.interrupt();
            if (processFile.isPresent()) {
                Files.deleteIfExists(processFile.get());
            }
        }
    }

    /// Why a daemon does not start with this configuration, as sendmail decides: a line that could not be used is
    /// enough (sendmail op guide §5).
    private Optional<SysExit> refusal(Configuration configuration) {
        if (configuration.fatal().isPresent()) {
            return Optional.of(configuration.fatal().get().exit());
        }
        List<String> badMaps = ConfigurationProblems.ofMaps(configuration);
        badMaps.forEach(invocation.output()::println);
        List<Diagnostic> missing = configuration.missing(true);
        missing.forEach(diagnostic -> invocation.output().println(diagnostic.text()));
        if (!missing.isEmpty()) {
            return Optional.of(missing.getLast().exit());
        }
        if (configuration.hasErrors()) {
            return Optional.of(configuration.exit());
        }
        return badMaps.isEmpty() ? Optional.empty() : Optional.of(SysExit.SOFTWARE);
    }

    /// The network process writes the traffic log, but the folder may be root's: a file that is not there yet is made
    /// for it. One that is there is never changed.
    private static void prepare(Path file, Configuration configuration) throws IOException {
        Path folder = file.getParent();
        Path name = file.getFileName();
        if (!ProcessIdentity.isRoot() || folder == null || name == null || Files.exists(file, NOFOLLOW_LINKS)) {
            return;
        }
        NetworkAccount account =
                NetworkAccount.choose(configuration.options().text(CfOption.RUN_AS_USER), Accounts.system());
        if (account instanceof NetworkAccount.Chosen chosen) {
            try (OpenDirectory directory = OpenDirectory.openForSearch(folder.toString());
                    OpenFile made = directory.create(name.toString(), TRAFFIC_MODE)) {
                made.changeOwner(chosen.identity().uid(), chosen.identity().gid());
            }
        }
    }

    private static Optional<Path> processFile(Configuration configuration) {
        String name = configuration.options().text(CfOption.PID_FILE);
        return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
    }

    /// True as soon as the daemon answers on its control socket; false when that takes too long.
    private boolean awaitServing(Path control) {
        long deadline = clock.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (clock.nanoTime() - deadline < 0) {
                if (ControlClient.answers(control)) {
                    return true;
                }
                Thread.sleep(STEP_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /// Two lines: the process and its command (sendmail op guide §5.6, PidFile).
    private void writeProcessFile(Path file, EventSink events) {
        String text = ProcessHandle.current().pid() + "\n" + invocation.name() + " "
                + String.join(" ", invocation.arguments()) + "\n";
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            events.accept(DaemonEvent.problem(
                    "daemon.pid-file",
                    "NOQUEUE: SYSERR(root): cannot write PidFile " + file + ": " + failed.getMessage()));
        }
    }

    private int background() throws IOException, InterruptedException {
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
        command.add(arguments.mode() == SendmailMode.DELIVER ? "-qf" : "-bD");
        for (String word : invocation.arguments()) {
            if (!word.equals("-bd")) {
                command.add(word);
            }
        }
        Process child = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        DaemonSettings settings = ProcessPair.settings(arguments, configurationFile(), service(), "");
        Path control = ControlClient.place(DaemonConfiguration.queueDirectories(
                DaemonConfiguration.readWithoutPrograms(settings.configuration(), settings.options())));
        long deadline = clock.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (clock.nanoTime() - deadline < 0) {
            if (!child.isAlive()) {
                return child.exitValue();
            }
            if (ControlClient.answers(control)) {
                return SysExit.OK.code();
            }
            Thread.sleep(STEP_MILLIS);
        }
        invocation.error().println(invocation.name() + ": the daemon does not answer; see the log");
        return SysExit.SOFTWARE.code();
    }
}
