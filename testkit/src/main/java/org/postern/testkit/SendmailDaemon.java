package org.postern.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.postern.base.Clock;
import org.postern.base.SystemClock;

/// A running daemon of the real sendmail, or of a program that takes its place; closing it ends it and every child of
/// it, by process id.
public final class SendmailDaemon implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /// A daemon whose modifiers have `s`: there is no greeting to wait for in the clear.
    private static final Pattern TLS_PORT = Pattern.compile("(?m)^O DaemonPortOptions=.*\\bM=[A-Za-z]*s");

    private final Process process;
    private final int port;

    private final boolean beginsWithTls;

    private SendmailDaemon(Process process, int port, boolean beginsWithTls) {
        this.process = process;
        this.beginsWithTls = beginsWithTls;
        this.port = port;
    }

    static SendmailDaemon start(SendmailFolder folder) {
        return start(folder, List.of(Peers.program("sendmail", "sendmail").toString()));
    }

    /// Starts a daemon on a free port of 127.0.0.1 with the configuration of this folder, on a [ScratchHost]; needs
    /// root.
    ///
    /// @param program the program and arguments that go before `-bD` and `-C`
    public static SendmailDaemon start(SendmailFolder folder, List<String> program) {
        StringBuilder troubles = new StringBuilder();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SendmailDaemon daemon = launch(folder, freePort(), program);
            if (daemon.answers()) {
                return daemon;
            }
            daemon.close();
            troubles.append(daemon.output(folder));
        }
        throw new AssertionError(program.getFirst() + " does not start as a daemon (it needs root): " + troubles);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return new InetSocketAddress(loopback(), port);
    }

    /// The process id of the daemon itself.
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        ProcessFamily.end(process, 10);
    }

    private static SendmailDaemon launch(SendmailFolder folder, int port, List<String> program) {
        String configuration = folder.onPort(port);
        Path cf = folder.file("daemon.cf", configuration);
        try {
            List<String> arguments = new ArrayList<>(program);
            arguments.addAll(List.of("-bD", "-C", cf.toString()));
            List<String> command = ScratchHost.command(folder.etc(), arguments);
            Process process = ProgramRun.builder(command, folder.root())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.root().resolve("run/output").toFile())
                    .start();
            return new SendmailDaemon(
                    process, port, TLS_PORT.matcher(configuration).find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Connects until the greeting comes, the process ends or the time is over.
    private boolean answers() {
        Clock clock = new SystemClock();
        long begin = clock.nanoTime();
        while (process.isAlive() && clock.nanoTime() - begin < LIMIT_NANOS) {
            try (Socket socket = new Socket()) {
                socket.connect(address(), 5000);
                if (beginsWithTls) {
                    return true;
                }
                socket.setSoTimeout(30_000);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                return reader.readLine() != null;
            } catch (IOException _) {
                if (endsWithin(20)) {
                    return false;
                }
            }
        }
        return false;
    }

    private boolean endsWithin(int milliseconds) {
        try {
            return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private String output(SendmailFolder folder) {
        try {
            return Files.readString(folder.root().resolve("run/output"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() {
        try {
            return FreePorts.find(1).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }
}
