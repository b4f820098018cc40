package org.postern.programs.sendmail;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.helper.NetworkAccount;
import org.postern.os.Accounts;
import org.postern.os.FileTrouble;
import org.postern.os.OpenDirectory;
import org.postern.os.OpenFile;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.ProcessSignal;
import org.postern.programs.Invocation;
import org.postern.programs.control.ControlClient;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.DaemonEvent;
import org.postern.programs.mta.DaemonSettings;
import org.postern.programs.mta.NetworkProgram;
import org.postern.programs.status.TakenPort;

/// `sendmail -bd` and `-bD`, and `-q30m` without them: the daemon. `-bD` stays in the foreground and is the parent
/// of the network process; `-bd` starts that in the background ([BackgroundStart]) and ends when it serves.
final class DaemonMode {
    private static final int ENDED_BY_HUP = 128 + 1;

    private static final long PATIENCE_SECONDS = 60;
    private static final long STEP_MILLIS = 20;
    private static final long STOP_SECONDS = 3;
    private static final int TRAFFIC_MODE = 0600;
    private static final long OWN = ProcessHandle.current().pid();

    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final DaemonWords words;
    private final Clock clock = new SystemClock();

    DaemonMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
        this.words = new DaemonWords(invocation.output(), invocation.error());
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
            return stays || BackgroundStart.isThis(invocation.environment())
                    ? foreground()
                    : BackgroundStart.run(invocation);
        } catch (IOException failed) {
            invocation.error().println(invocation.name() + ": " + FileTrouble.words(failed));
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
        int code = serve(true);
        while (code == NetworkProgram.RESTART || code == ENDED_BY_HUP) {
            // Nothing runs between the two: a stop ends this process until the next helper listens.
            ProcessSignal.TERM.handle(signal -> Runtime.getRuntime().halt(SysExit.OK.code()));
            ProcessSignal.INT.handle(signal -> Runtime.getRuntime().halt(SysExit.OK.code()));
            code = serve(false);
        }
        return code;
    }

    /// @param first false when it serves anew
    private int serve(boolean first) throws IOException, InterruptedException {
        DaemonSettings settings = ProcessPair.settings(arguments, configurationFile(), service(), "");
        DaemonConfiguration.OfHelper read =
                DaemonConfiguration.readInHelper(settings.configuration(), settings.options());
        Configuration configuration = read.configuration();
        EventSink events = ProcessPair.systemLog(settings, configuration);
        PrintStream onOutput = words.onOutput(events);
        configuration.diagnostics().forEach(diagnostic -> onOutput.println(diagnostic.text()));
        Optional<StartRefusal> refusal = StartRefusal.of(configuration);
        if (refusal.isPresent()) {
            refusal.get().lines().forEach(onOutput::println);
            return refusal.get().exit().code();
        }
        if (settings.trafficLog().isPresent()) {
            prepare(settings.trafficLog().get(), configuration);
        }
        Path control = ControlClient.place(DaemonConfiguration.queueDirectories(configuration));
        PrintStream onError = words.onError(events);
        if (first && runsAlready(control, onError)) {
            return SysExit.UNAVAILABLE.code();
        }
        ProcessPair pair = new ProcessPair(invocation, read, settings);
        Optional<PidFile> processFile = processFile(configuration);
        Thread serving = Thread.ofPlatform().daemon().name("serving").start(() -> {
            if (awaitServing(control)) {
                processFile.ifPresent(file -> write(file, events));
                leaveStarter(first, events);
            }
        });
        try {
            int code = pair.run(events, onError, () -> mayBeginAnew(settings, events));
            if (code == SysExit.UNAVAILABLE.code()) {
                TakenPort.of(configuration).forEach(onError::println);
            }
            return code;
        } finally {
            serving.interrupt();
            processFile.ifPresent(file -> file.removeIfOf(OWN));
        }
    }

    /// True when another daemon has this queue. One that has just been told to stop is waited for.
    private boolean runsAlready(Path control, PrintStream words) throws InterruptedException {
        long deadline = clock.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        OptionalLong other = ControlClient.serving(control);
        while (other.isPresent() && clock.nanoTime() - deadline < 0) {
            Thread.sleep(STEP_MILLIS);
            other = ControlClient.serving(control);
        }
        if (other.isEmpty()) {
            return false;
        }
        Path queue = control.resolveSibling("..").normalize();
        words.println(invocation.name() + ": Postern runs already with the queue in " + queue
                + (other.getAsLong() == ControlClient.UNKNOWN
                        ? ""
                        : " (pid " + other.getAsLong() + "); stop it with:  kill " + other.getAsLong()));
        return true;
    }

    /// Looks at the configuration before the daemon that serves is ended for it. The real sendmail ends first and
    /// finds that it cannot start then.
    private static boolean mayBeginAnew(DaemonSettings settings, EventSink events) {
        List<String> reasons =
                StartRefusal.ofRestart(DaemonConfiguration.readInHelper(settings.configuration(), settings.options())
                        .configuration());
        for (String reason : reasons) {
            events.accept(DaemonEvent.problem("daemon.restart", "NOQUEUE: SYSERR(root): " + reason));
        }
        if (!reasons.isEmpty()) {
            events.accept(DaemonEvent.problem(
                    "daemon.restart",
                    "NOQUEUE: SYSERR(root): restart refused: " + settings.configuration()
                            + " cannot be used; serving goes on with the configuration of the last start"));
        }
        return reasons.isEmpty();
    }

    private void leaveStarter(boolean first, EventSink events) {
        if (!first || !BackgroundStart.isThis(invocation.environment())) {
            return;
        }
        try {
            words.serves();
        } catch (OsException failed) {
            events.accept(DaemonEvent.problem(
                    "daemon.streams", "NOQUEUE: SYSERR(root): cannot leave the terminal: " + failed.getMessage()));
        }
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

    private static Optional<PidFile> processFile(Configuration configuration) {
        String name = configuration.options().text(CfOption.PID_FILE);
        return name.isEmpty() ? Optional.empty() : Optional.of(new PidFile(Path.of(name)));
    }

    /// True as soon as the network process of this daemon answers on its control socket; false when that takes too
    /// long.
    private boolean awaitServing(Path control) {
        long deadline = clock.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (clock.nanoTime() - deadline < 0) {
                OptionalLong serving = ControlClient.serving(control);
                if (serving.isPresent()
                        && (serving.getAsLong() == OWN || serving.getAsLong() == ControlClient.UNKNOWN)) {
                    return true;
                }
                Thread.sleep(STEP_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void write(PidFile file, EventSink events) {
        try {
            file.write(OWN, invocation.name() + " " + String.join(" ", invocation.arguments()));
        } catch (IOException failed) {
            events.accept(DaemonEvent.problem(
                    "daemon.pid-file",
                    "NOQUEUE: SYSERR(root): cannot write PidFile " + file.file() + ": " + failed.getMessage()));
        }
    }
}
