package org.postern.programs.postern;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.helper.NetworkAccount;
import org.postern.os.Accounts;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.profile.SystemProfile;

/// Owners and modes of what `postern init` makes as root, and the folders that the host's own configuration needs.
///
/// The configuration is root's. Maps may be read by the group of the account that the network process gets, and by
/// nobody else; where there is no such account yet, by all.
final class InitFolders {
    /// The configuration of this host.
    static final Path HOST = Path.of("/etc/mail");
    private static final Path SUBMISSION_QUEUE = Path.of("/var/spool/clientmqueue");
    private static final Path FORWARDING = Path.of("/var/forward");
    private static final List<String> MAPS = List.of("access.db", "aliases.db");
    private static final String SUBMISSION_ACCOUNT = "smmsp";

    private final Accounts accounts;
    private final PrintStream output;

    InitFolders(Accounts accounts, PrintStream output) {
        this.accounts = accounts;
        this.output = output;
    }

    /// Does nothing when the process is not root.
    ///
    /// @param folder the configuration
    /// @param files the names of all files in it
    void settle(SystemProfile profile, Path folder, List<String> files) throws IOException {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        for (String file : files) {
            own(folder.resolve(file), 0, 0, "rw-r--r--");
        }
        Configuration configuration = DaemonConfiguration.read(folder.resolve("sendmail.cf"), List.of());
        Optional<Identity> account = account(configuration);
        for (String map : MAPS) {
            int group = account.map(Identity::gid).orElse(0);
            own(folder.resolve(map), 0, group, account.isPresent() ? "rw-r-----" : "rw-r--r--");
        }
        if (folder.equals(HOST)) {
            host(profile, configuration, account);
        }
    }

    private Optional<Identity> account(Configuration configuration) {
        String runAsUser = configuration.options().text(CfOption.RUN_AS_USER);
        return switch (NetworkAccount.choose(runAsUser, accounts)) {
            case NetworkAccount.Chosen(String _, Identity identity, boolean _) -> Optional.of(identity);
            case NetworkAccount.Missing(String message) -> {
                output.println("Before the server can start: " + message);
                yield Optional.empty();
            }
        };
    }

    private void host(SystemProfile profile, Configuration configuration, Optional<Identity> account)
            throws IOException {
        String queue = configuration.options().text(CfOption.QUEUE_DIRECTORY);
        if (account.isPresent() && queue.startsWith("/") && !queue.endsWith("*")) {
            make(Path.of(queue), account.get().uid(), account.get().gid(), "rwx------");
        }
        var submission = accounts.byName(SUBMISSION_ACCOUNT).found();
        if (submission.isPresent()) {
            make(SUBMISSION_QUEUE, submission.get().uid(), submission.get().gid(), "rwxrwx---");
        }
        if (profile == SystemProfile.ACCOUNTS) {
            make(FORWARDING, 0, 0, "rwxr-xr-x");
        }
    }

    /// What is there stays as it is.
    private void make(Path folder, int user, int group, String mode) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        own(folder, user, group, mode);
        output.println("made " + folder);
    }

    private static void own(Path file, int user, int group, String mode) throws IOException {
        Files.setAttribute(file, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
