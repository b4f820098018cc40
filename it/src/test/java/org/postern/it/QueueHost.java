package org.postern.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.FreePorts;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// A host whose mail all goes to one next hop, for tests of the queue: the same configuration serves Postern and the
/// real sendmail.
final class QueueHost {
    private static final String MC = """
            OSTYPE(`debian')
            FEATURE(`nocanonify')
            FEATURE(`accept_unresolvable_domains')
            define(`confDOMAIN_NAME',`mx.exam.test')
            define(`SMART_HOST',`esmtp:[127.0.0.1]')
            define(`ESMTP_MAILER_ARGS',`TCP $h 1')
            MAILER(`local')
            MAILER(`smtp')
            """;
    private static final int LIMIT_SECONDS = 120;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final SendmailFolder folder;
    private final int port;
    private String more = "";

    private QueueHost(SendmailFolder folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /// Lays the host out in a folder that others can enter; nobody answers at its next hop yet.
    static QueueHost in(Path scratch) throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        QueueHost host =
                new QueueHost(SendmailFolder.in(scratch), FreePorts.find(1).getFirst());
        Files.setPosixFilePermissions(host.folder.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(host.folder.root().resolve("run"), PosixFilePermissions.fromString("rwxrwxrwx"));
        host.nextHop(FreePorts.find(1).getFirst());
        return host;
    }

    /// More lines of the configuration, from the next [#nextHop] on.
    QueueHost with(String lines) {
        more = lines;
        return this;
    }

    /// Says where mail goes from now on.
    void nextHop(InetSocketAddress address) {
        nextHop(address.getPort());
    }

    private void nextHop(int hop) {
        boolean root = ProcessIdentity.isRoot();
        folder.configure(RealSendmail.cf(MC)
                .replace("TCP $h 1\n", "TCP $h " + hop + "\n")
                .replaceAll("(?m)^O DaemonPortOptions=.*\n", ""));
        try {
            Path cf = folder.configuration();
            Files.writeString(
                    cf,
                    Files.readString(cf, StandardCharsets.ISO_8859_1)
                            + "O DaemonPortOptions=Family=inet, Name=MTA, Addr=127.0.0.1, Port=" + port + "\n"
                            + "O DaemonPortOptions=Family=local, Name=MSP, Addr=" + folder.root() + "/run/submit\n"
                            + (root ? "O RunAsUser=nobody:nogroup\n" : "")
                            + more,
                    StandardCharsets.ISO_8859_1);
            if (root) {
                give(folder.queue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Gives a directory to the account that the daemon has here, when root runs the test.
    static void give(Path directory) {
        if (ProcessIdentity.isRoot()) {
            ProgramRun.of(List.of("chown", "-R", "nobody:nogroup", directory.toString()), "", Path.of("/"), 60)
                    .succeeded();
        }
    }

    SendmailFolder folder() {
        return folder;
    }

    int port() {
        return port;
    }

    /// Runs a command of Postern.
    ProgramRun postern(String program, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Image.program(program).toString(), "-C", folder.configuration().toString()));
        command.addAll(List.of(arguments));
        return ProgramRun.of(command, input, folder.root(), LIMIT_SECONDS);
    }

    /// Runs a command of the real sendmail.
    ProgramRun real(String program, String input, String... arguments) {
        return RealSendmail.run(folder, program, List.of(arguments), input);
    }

    /// Starts Postern's daemon in the foreground.
    Process daemon(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Image.program("sendmail").toString(),
                "-C",
                folder.configuration().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /// Waits until the daemon answers.
    void awaitDaemon(Process daemon) throws InterruptedException {
        await("the daemon", daemon, () -> Files.exists(folder.queue().resolve("journal/control")));
    }

    void await(String what, Process daemon, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !daemon.isAlive()) {
                throw new AssertionError("waited in vain for " + what);
            }
            Thread.sleep(20);
        }
    }

    /// A control file; empty when it has gone meanwhile.
    String control(String name) {
        try {
            return Files.readString(folder.queue().resolve(name), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The names in the queue that begin so.
    List<String> queued(String prefix) {
        return names(folder.queue(), prefix);
    }

    static List<String> names(Path directory, String prefix) {
        try (Stream<Path> names = Files.list(directory)) {
            return names.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
