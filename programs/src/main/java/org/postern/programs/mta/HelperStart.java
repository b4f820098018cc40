package org.postern.programs.mta;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.helper.Helper;
import org.postern.helper.HelperAuthorities;
import org.postern.helper.HelperOptions;
import org.postern.helper.JvmFlags;
import org.postern.helper.MailboxRules;
import org.postern.helper.UserRules;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.os.RecentAccounts;

/// Puts the parent process together: the helper, and the command of the network process.
public final class HelperStart {
    /// The options of the network process's JVM; its AOT cache is good only for the same ones.
    private static final List<String> MEMORY = List.of(
            "-XX:+UseSerialGC",
            "-Xms40m",
            // Most of what a message needs dies young: a roomy young generation makes collections rare, but all of it
            // stays in memory once it was used, by a few idle sessions too. Half as many collections with 48m save
            // three hundredths of the processor time of a message.
            "-Xmn24m",
            // 20,000 sessions take 220 MiB; a heap that is nearly full is collected all the time
            "-Xmx448m",
            "-Xss512k",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:+UseCompactObjectHeaders",
            // what the compilers held while the process was young goes back
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:TrimNativeHeapInterval=10000");

    private final Path home;
    private final NetworkRuntime runtime;
    private final Clock clock;
    private final PrintStream errors;
    private final BooleanSupplier mayBeginAnew;

    /// A start from an image.
    ///
    /// @param home the folder of the image
    /// @param runtime what the JVM of the network process is started with
    /// @param errors where the standard error of the network process goes
    public HelperStart(Path home, NetworkRuntime runtime, Clock clock, PrintStream errors) {
        this(home, runtime, clock, errors, () -> true);
    }

    private HelperStart(
            Path home, NetworkRuntime runtime, Clock clock, PrintStream errors, BooleanSupplier mayBeginAnew) {
        this.mayBeginAnew = mayBeginAnew;
        this.home = home;
        this.runtime = runtime;
        this.clock = clock;
        this.errors = errors;
    }

    /// The same, which asks at each HUP whether the processes may begin anew.
    public HelperStart asking(BooleanSupplier whether) {
        return new HelperStart(home, runtime, clock, errors, whether);
    }

    /// Runs both processes until the network process has ended.
    ///
    /// @param runAsUser the option of that name, empty when not set
    /// @param users what is done for lists, programs and files; empty: nothing
    /// @param authorities what the network process may ask for beside deliveries
    /// @param queueDirectories those of the configuration, absolute
    /// @return the exit code for this process
    /// @throws IOException when the network process cannot be started
    public int run(
            DaemonSettings settings,
            String runAsUser,
            List<String> queueDirectories,
            HelperAuthorities authorities,
            Optional<UserRules> users,
            EventSink events)
            throws IOException, InterruptedException {
        HelperOptions options = HelperOptions.usual(
                command(settings), runAsUser, settings.keepUser(), queueDirectories, mailboxes(settings), authorities);
        return new Helper(
                        options,
                        new RecentAccounts(Accounts.system(), clock),
                        users,
                        clock,
                        events,
                        errors,
                        mayBeginAnew)
                .run();
    }

    private static MailboxRules mailboxes(DaemonSettings settings) throws IOException {
        String directory = settings.mailboxDirectory().toString();
        return settings.virtualMailboxes()
                ? new MailboxRules.OfVirtualUsers(directory)
                : OwnSettings.beside(settings.configuration())
                        .mailboxes()
                        .orElseGet(() -> new MailboxRules.OfSystemUsers(directory));
    }

    /// Makes the AOT cache of the network process from a recording.
    ///
    /// @return the exit code of the JVM that does it
    public int createCache(NetworkRuntime.Creating creating) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(virtualMachine(creating));
        command.addAll(1, JvmFlags.NETWORK);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }

    private List<String> command(DaemonSettings settings) {
        List<String> command = virtualMachine(runtime);
        command.addAll(settings.arguments());
        return command;
    }

    private List<String> virtualMachine(NetworkRuntime with) {
        Path absolute = home.toAbsolutePath().normalize();
        List<String> command = new ArrayList<>();
        command.add(absolute.resolve("runtime/bin/java").toString());
        command.addAll(MEMORY);
        command.addAll(with.options(absolute));
        command.addAll(List.of(
                "--enable-native-access=org.postern.os",
                "-Dpostern.home=" + absolute,
                // a client of TLS 1.2 that wants to negotiate anew is told so, not only left
                "-Djdk.tls.rejectClientInitiatedRenegotiation=true",
                "-D" + HostMaps.UNDER_ROOT + "=" + ProcessIdentity.isRoot(),
                "-m",
                "org.postern.programs/org.postern.programs.Main",
                NetworkProgram.NAME));
        return command;
    }
}
