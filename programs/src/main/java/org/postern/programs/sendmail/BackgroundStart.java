package org.postern.programs.sendmail;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.base.SysExit;
import org.postern.programs.Invocation;

/// Starts the daemon as a process of its own, passes on what that says, and waits for its verdict: either it ends, or
/// it says that it serves and lets go of the streams (see [DaemonWords]).
final class BackgroundStart {
    /// The last byte of a daemon that serves.
    static final int SERVES = 0;

    /// Tells the daemon that it is the process in the background.
    private static final String MARK = "POSTERN_IN_BACKGROUND";

    private static final String SESSION = "/usr/bin/setsid";
    private static final long PATIENCE_MILLIS = 60_000;

    private BackgroundStart() {}

    /// True in the daemon itself.
    static boolean isThis(Map<String, String> environment) {
        return environment.containsKey(MARK);
    }

    /// Starts it.
    ///
    /// @return 0 when it serves, else its exit code
    /// @throws IOException when it cannot be started
    static int run(Invocation invocation) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of(SESSION))) {
            command.add(SESSION);
        }
        Path program = invocation.home().resolve("bin").resolve("sendmail");
        command.add(program.toAbsolutePath().normalize().toString());
        command.addAll(invocation.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.environment().put(MARK, "");
        return follow(builder.start(), invocation.output(), invocation.error(), PATIENCE_MILLIS);
    }

    /// Waits for the verdict of a daemon that has been started.
    ///
    /// @param patienceMillis how long that may take
    static int follow(Process daemon, PrintStream output, PrintStream error, long patienceMillis)
            throws InterruptedException {
        AtomicBoolean serves = new AtomicBoolean();
        Thread errors = Thread.ofPlatform()
                .daemon()
                .name("daemon-errors")
                .start(() -> pass(daemon.getErrorStream(), error, serves));
        Thread lines = Thread.ofPlatform()
                .daemon()
                .name("daemon-output")
                .start(() -> pass(daemon.getInputStream(), output, serves));
        lines.join(patienceMillis);
        if (lines.isAlive()) {
            error.println("sendmail: the daemon does not answer; see the log");
            return SysExit.SOFTWARE.code();
        }
        errors.join(patienceMillis);
        return serves.get() ? SysExit.OK.code() : daemon.waitFor();
    }

    private static void pass(InputStream from, OutputStream to, AtomicBoolean serves) {
        try {
            for (int character = from.read(); character >= 0; character = from.read()) {
                if (character == SERVES) {
                    serves.set(true);
                } else {
                    to.write(character);
                }
            }
            to.flush();
        } catch (IOException _) {
            // The reader of this process has gone; the daemon serves all the same.
        }
    }
}
