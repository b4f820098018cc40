package org.postern.programs.postern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.SysExit;
import org.postern.os.Accounts;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.control.ControlClient;
import org.postern.programs.control.ControlServer;

/// `postern train-queue-run COMMAND`: runs the command, which is `sendmail` as the launcher starts it with the option
/// that makes the JVM write an AOT cache, while something like a daemon answers its request. That cache holds what
/// `sendmail -q` needs and nothing else.
final class QueueRunRehearsal {
    private final Invocation invocation;
    private final Program makemap;

    QueueRunRehearsal(Invocation invocation, Program makemap) {
        this.invocation = invocation;
        this.makemap = makemap;
    }

    int run(List<String> command) throws InterruptedException {
        return RehearsalFolder.with(invocation, "train-queue-run", folder -> rehearse(command, folder));
    }

    private int rehearse(List<String> command, Path folder) throws IOException, InterruptedException {
        TryFolder place = RehearsalFolder.ofNoServer(folder, invocation, makemap);
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("-C", place.configuration().toString(), "-q"));
        Path socket = ControlClient.place(List.of(place.queue()));
        Files.createDirectories(socket.getParent());
        try (ControlServer _ = ControlServer.open(socket, Accounts.system(), (_, _) -> SysExit.OK)) {
            return new ProcessBuilder(all).inheritIO().start().waitFor();
        }
    }
}
