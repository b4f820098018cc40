package org.postern.programs.postern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.SysExit;
import org.postern.os.Accounts;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.control.ControlClient;
import org.postern.programs.control.ControlServer;
import org.postern.programs.profile.SystemProfile;

/// `postern train-queue-run COMMAND`: runs the command, which is `sendmail` as the launcher starts it with the option
/// that makes the JVM write an AOT cache, while something like a daemon answers its request. That cache holds what
/// `sendmail -q` needs and nothing else.
final class QueueRunRehearsal {
    private static final int MAIL_PORT = 2525;
    private static final int SUBMISSION_PORT = 2587;
    private static final int RELAY_PORT = 25;

    private final Invocation invocation;
    private final Program makemap;

    QueueRunRehearsal(Invocation invocation, Program makemap) {
        this.invocation = invocation;
        this.makemap = makemap;
    }

    int run(List<String> command) throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("postern-train");
            try {
                return rehearse(command, folder);
            } finally {
                TrainProgram.remove(folder);
            }
        } catch (IOException failed) {
            invocation.error().println("postern train-queue-run: " + failed.getMessage());
            return SysExit.IO_ERROR.code();
        }
    }

    private int rehearse(List<String> command, Path folder) throws IOException, InterruptedException {
        TryFolder place = new TryFolder(folder, "user", new ProfileMaps(makemap, invocation));
        place.prepare(new TryOptions(
                folder.toString(),
                MAIL_PORT,
                SUBMISSION_PORT,
                Optional.empty(),
                RELAY_PORT,
                SystemProfile.LOGINS,
                true));
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("-C", place.configuration().toString(), "-q"));
        Path socket = ControlClient.place(List.of(place.queue()));
        Files.createDirectories(socket.getParent());
        try (ControlServer _ = ControlServer.open(socket, Accounts.system(), (_, _) -> SysExit.OK)) {
            return new ProcessBuilder(all).inheritIO().start().waitFor();
        }
    }
}
