package org.postern.programs.mta;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.helper.Helper;
import org.postern.helper.HelperOptions;
import org.postern.helper.MailboxRules;
import org.postern.os.Accounts;

/// Puts the parent process together: the helper, and the command of the network process.
public final class HelperStart {
    private final Path home;
    private final Clock clock;
    private final PrintStream errors;

    /// A start from an image.
    ///
    /// @param home the folder of the image
    /// @param errors where the standard error of the network process goes
    public HelperStart(Path home, Clock clock, PrintStream errors) {
        this.home = home;
        this.clock = clock;
        this.errors = errors;
    }

    /// Runs both processes until the network process has ended.
    ///
    /// @param runAsUser the option of that name, empty when not set
    /// @param queueDirectories those of the configuration, absolute
    /// @return the exit code for this process
    /// @throws IOException when the network process cannot be started
    public int run(DaemonSettings settings, String runAsUser, List<String> queueDirectories, EventSink events)
            throws IOException, InterruptedException {
        MailboxRules mailboxes = settings.virtualMailboxes()
                ? new MailboxRules.OfVirtualUsers(settings.mailboxDirectory().toString())
                : new MailboxRules.OfSystemUsers(settings.mailboxDirectory().toString());
        HelperOptions options = HelperOptions.usual(
                networkCommand(settings), runAsUser, settings.keepUser(), queueDirectories, mailboxes);
        return new Helper(options, Accounts.system(), clock, events, errors).run();
    }

    private List<String> networkCommand(DaemonSettings settings) {
        Path absolute = home.toAbsolutePath().normalize();
        List<String> command = new ArrayList<>(List.of(
                absolute.resolve("runtime/bin/java").toString(),
                "-XX:+UseSerialGC",
                "-Xms64m",
                // most of what a message needs dies young: a roomy young generation makes collections rare
                "-Xmn48m",
                "-Xmx256m",
                "-Xss512k",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=org.postern.os",
                "--illegal-native-access=deny",
                "-Dpostern.home=" + absolute,
                "-m",
                "org.postern.programs/org.postern.programs.Main",
                NetworkProgram.NAME));
        command.addAll(settings.arguments());
        return command;
    }
}
