package org.postern.programs.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.helper.RestrictedShell;
import org.postern.os.ProcessIdentity;
import org.postern.os.SyslogSocket;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.log.CommandNotice;
import org.postern.programs.log.SystemEventLog;

/// `smrsh`: runs a command line that its rules allow, by `/bin/sh` (smrsh(8)). The command line `smrsh -c COMMAND` is
/// what a mailer or a login shell calls.
public final class RestrictedShellProgram implements Program {
    private static final String SHELL = "/bin/sh";
    private static final int LONGEST_LOG_TEXT = 1000;
    private static final String PATH = "/usr/bin:/bin";

    /// Runs a process to its end.
    @FunctionalInterface
    interface Starter {
        /// Starts it and waits; its exit code.
        int run(ProcessBuilder process) throws IOException, InterruptedException;
    }

    private final String directory;
    private final EventSink events;
    private final Starter starter;

    /// @param directory where the allowed programs are
    /// @param events takes what is refused
    RestrictedShellProgram(String directory, EventSink events, Starter starter) {
        this.directory = directory;
        this.events = events;
        this.starter = starter;
    }

    /// The command with the directory and the log of this host.
    public static Program ofThisHost(Clock clock) {
        return invocation -> {
            try (SyslogSocket socket = new SyslogSocket(
                    "/dev/log", SyslogSocket.FACILITY_MAIL, "smrsh", clock, ZoneId.systemDefault(), LONGEST_LOG_TEXT)) {
                EventSink log = new SystemEventLog(socket, 0);
                return new RestrictedShellProgram(
                                RestrictedShell.usualDirectory(),
                                log,
                                process -> process.inheritIO().start().waitFor())
                        .run(invocation);
            }
        };
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        RestrictedShell shell = new RestrictedShell(invocation.name(), directory);
        try {
            return switch (shell.judge(invocation.arguments(), ProcessIdentity.effective())) {
                case RestrictedShell.Verdict.Refused(int code, String text, String log) -> {
                    invocation.error().println(text);
                    events.accept(new CommandNotice(
                            "smrsh.refused",
                            log.equals("usage") ? Event.Priority.ERROR : Event.Priority.CRITICAL,
                            log));
                    yield code;
                }
                case RestrictedShell.Verdict.Allowed(String command) -> run(command, invocation);
            };
        } catch (IOException e) {
            invocation.error().println(invocation.name() + ": " + e.getMessage());
            return SysExit.OS_ERROR.code();
        }
    }

    private int run(String command, Invocation invocation) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(SHELL))) {
            invocation.error().println("Cannot exec " + SHELL + ": No such file or directory");
            return SysExit.OS_FILE.code();
        }
        ProcessBuilder builder = new ProcessBuilder(SHELL, "-c", command);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        return starter.run(builder);
    }
}
