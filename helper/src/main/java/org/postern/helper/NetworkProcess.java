package org.postern.helper;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.os.ConfinementReport;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;

/// How the network process is started: its command line, its environment, its standard streams.
///
/// With root's rights to give away, `setpriv` becomes the account, clears the groups, keeps one capability (low
/// ports) and forbids new privileges before the JVM begins, so that no thread of it ever was root; `setsid` takes it
/// from the terminal. Without root, only new privileges are forbidden.
final class NetworkProcess {
    private static final String LOW_PORTS = "-all,+net_bind_service";
    private static final List<String> FOLDERS = List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/");

    private NetworkProcess() {}

    /// The whole command line.
    ///
    /// @param java the JVM and its arguments; [JvmFlags#NETWORK] is put after the first word
    /// @param account as whom, empty for the same user as this process
    /// @throws IOException when this process is root and there is no `setpriv`
    static List<String> command(List<String> java, Optional<Identity> account) throws IOException {
        List<String> command = new ArrayList<>();
        tool("setsid").ifPresent(command::add);
        Optional<String> setpriv = tool("setpriv");
        if (account.isPresent()) {
            command.add(
                    setpriv.orElseThrow(
                            () -> new IOException(
                                    "setpriv is not installed. Install it, for example (Debian, Ubuntu):  apt-get install util-linux")));
            command.addAll(becoming(account.get()));
        } else if (setpriv.isPresent()) {
            command.add(setpriv.get());
            command.add("--no-new-privs");
            if (ProcessIdentity.isRoot()) {
                command.addAll(List.of("--inh-caps=-all", "--bounding-set=-all"));
            }
        }
        command.add(java.getFirst());
        command.addAll(JvmFlags.NETWORK);
        command.addAll(java.subList(1, java.size()));
        return command;
    }

    private static List<String> becoming(Identity account) throws IOException {
        String capabilities = mayGiveLowPorts() ? LOW_PORTS : "-all";
        return List.of(
                "--reuid=" + Integer.toUnsignedString(account.uid()),
                "--regid=" + Integer.toUnsignedString(account.gid()),
                "--clear-groups",
                "--inh-caps=" + capabilities,
                "--ambient-caps=" + capabilities,
                "--bounding-set=" + capabilities,
                "--no-new-privs");
    }

    /// A container may have taken the capability from root itself.
    private static boolean mayGiveLowPorts() throws IOException {
        return ConfinementReport.ofThisProcess().threads().stream()
                .allMatch(thread -> (thread.effectiveCapabilities() & ConfinementReport.NET_BIND_SERVICE) != 0);
    }

    static Optional<String> tool(String name) {
        return FOLDERS.stream()
                .map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }

    /// Starts it with the two pipes as standard input and output, standard error as a third, nothing of this
    /// process's environment, and `/` as its folder.
    ///
    /// @param environment the whole environment of the new process
    static Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }
}
