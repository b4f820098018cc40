package org.postern.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postern.testkit.Peers;
import org.postern.testkit.ProcessFamily;

/// Another mail program, run from its unpacked package by `peer.sh`; closing it ends it and its children.
final class PeerProgram implements AutoCloseable {
    private static final int SECONDS = 60;

    private final Process process;
    private final Path output;

    private PeerProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Starts one and waits for its port.
    ///
    /// @param name as `peer.sh` knows it
    /// @param folder an empty one for it alone
    /// @param port where it listens
    /// @param ours where it sends mail for in.test
    /// @param sink where it sends other mail
    static PeerProgram start(String name, String debianPackage, Path folder, int port, int ours, int sink)
            throws IOException, InterruptedException {
        Path script = Files.createDirectories(folder).resolveSibling(name + ".sh");
        try (InputStream in = PeerProgram.class.getResourceAsStream("peer.sh")) {
            if (in == null) {
                throw new AssertionError("no resource peer.sh");
            }
            Files.write(script, in.readAllBytes());
        }
        List<String> command = List.of(
                "unshare",
                "-m",
                "sh",
                script.toString(),
                name,
                folder.toString(),
                Peers.tree(debianPackage).toString(),
                Integer.toString(port),
                Integer.toString(ours),
                Integer.toString(sink));
        Path output = folder.resolveSibling(name + ".out");
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        PeerProgram peer = new PeerProgram(process, output);
        peer.await(name, port);
        return peer;
    }

    private void await(String name, int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!answers(port)) {
            if (System.nanoTime() > deadline || process.waitFor(50, TimeUnit.MILLISECONDS)) {
                close();
                throw new AssertionError(name + " does not answer (it needs root and unshare): "
                        + Files.readString(output, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            return socket.getInputStream().read() >= 0;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        ProcessFamily.end(process, 5);
    }
}
