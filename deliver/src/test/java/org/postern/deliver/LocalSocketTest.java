package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// LMTP to a socket in the file system (`P=[IPC]`, `A=FILE path`). The log lines are those of the real sendmail 8.17.
final class LocalSocketTest {
    @TempDir
    private Path folder = Path.of("");

    private Path socket = Path.of("");
    private ScriptedHost host;
    private DeliveryBench bench;

    @BeforeEach
    void open() throws IOException {
        socket = folder.resolve("lmtp");
        host = new ScriptedHost();
        bench = new DeliveryBench(
                host.port(),
                "Msock, P=[IPC], F=mDFMuXz, S=11, R=0, E=\\r\\n, T=DNS/RFC822/SMTP, A=FILE " + folder + "/$h\n"
                        + "SParse=0\nR$+ @ sock . test\t$#sock $@ lmtp $: $1 @ sock.test\n",
                DeliveryLimits.defaults());
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        host.close();
    }

    /// Carries bytes between the socket and the scripted host.
    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    SocketChannel client = listening.accept();
                    SocketChannel server =
                            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), host.port()));
                    Thread.ofPlatform().daemon().start(() -> pump(client, server));
                    Thread.ofPlatform().daemon().start(() -> pump(server, client));
                }
            } catch (IOException _) {
                // closed
            }
        });
        return listening;
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException _) {
            // one side hung up
        }
    }

    @Test
    void deliversByLmtpAndKeepsTheConnection() throws IOException {
        host.answer(".1", "452 4.2.2 full");
        try (ServerSocketChannel _ = listen()) {
            ListQueue.OneClaim claim = bench.deliver("b@sock.test", "a@sock.test");
            bench.deliver(new ListQueue.OneClaim(bench.envelope("c@sock.test"), "x".repeat(3_000_000) + "\n"));

            assertThat(host.connections()).isEqualTo(1);
            assertThat(host.commands()).contains("LHLO mx.exam.test", "RCPT To:<a@sock.test>", "RCPT To:<c@sock.test>");
            assertThat(host.messages().getLast()).hasSizeGreaterThan(3_000_000);
            assertThat(claim.left()).containsExactly("b@sock.test");
            assertThat(bench.log())
                    .anyMatch(line -> line.contains("to=a@sock.test")
                            && line.contains("mailer=sock")
                            && line.contains("relay=localhost, dsn=2.0.0, stat=Sent"))
                    .anyMatch(line -> line.contains("to=c@sock.test") && line.endsWith("stat=Sent"));
        }
    }

    @Test
    void waitsForAServerThatDoesNotListen() throws IOException {
        bench.deliver("a@sock.test");
        bench.service.forgetDeadHosts();
        listen().close();
        assertThat(Files.exists(socket)).isTrue();
        bench.deliver("a@sock.test");

        assertThat(bench.log().getFirst()).endsWith("stat=Deferred: No such file or directory");
        assertThat(bench.log().getLast()).endsWith("stat=Deferred: Connection refused by localhost");
    }
}
