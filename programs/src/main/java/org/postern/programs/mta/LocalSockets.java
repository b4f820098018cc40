package org.postern.programs.mta;

import java.nio.file.Path;

/// Where the processes of this host meet the commands of its local users, when the configuration does not say.
public final class LocalSockets {
    /// Where the daemon takes mail from local users.
    public static final Path STANDARD = Path.of("/run/postern/submit.socket");

    private static final Path STANDARD_CLIENT = Path.of("/run/postern-client/submit.socket");
    private static final Path SETTINGS = Path.of("/etc/mail");

    private LocalSockets() {}

    /// Where the runner of the client queue takes mail from local users while the daemon does not answer.
    ///
    /// @param configuration the submit.cf
    public static Path clientQueue(Path configuration) {
        return SETTINGS.equals(configuration.toAbsolutePath().getParent())
                ? STANDARD_CLIENT
                : configuration.resolveSibling("client.socket");
    }
}
