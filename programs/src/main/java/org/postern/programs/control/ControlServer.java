package org.postern.programs.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.os.Accounts;
import org.postern.os.PeerCredentials;
import org.postern.os.ProcessIdentity;

/// The answering side, in the network process: serves root and its own user, a few at a time.
public final class ControlServer implements AutoCloseable {
    /// How a line of text in an answer begins.
    static final String TEXT = "| ";

    /// How the last line begins; the exit code follows.
    static final String END = "end ";

    private static final int MOST_AT_A_TIME = 16;
    private static final int BACKLOG = 16;
    private static final int LONGEST_PATH = 107;

    /// What answers requests.
    public interface Service {
        /// Answers one request on a thread of its own.
        ///
        /// @param out takes text; each piece ends with a line end
        /// @return the exit code for the command
        SysExit answer(ControlRequest request, Consumer<String> out) throws InterruptedException;
    }

    private final Path place;
    private final ServerSocketChannel socket;
    private final Accounts accounts;
    private final Service service;
    private final Semaphore places = new Semaphore(MOST_AT_A_TIME);

    private ControlServer(Path place, ServerSocketChannel socket, Accounts accounts, Service service) {
        this.place = place;
        this.socket = socket;
        this.accounts = accounts;
        this.service = service;
    }

    /// Opens the socket and begins to answer. Whoever calls has the lock of the queue, so that a socket file that is
    /// there belongs to a process that has ended.
    ///
    /// @throws IOException when it cannot be opened
    public static ControlServer open(Path place, Accounts accounts, Service service) throws IOException {
        if (place.toString().length() > LONGEST_PATH) {
            throw new IOException(place + " is too long for the name of a socket");
        }
        Files.deleteIfExists(place);
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(place), BACKLOG);
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-------"));
        ControlServer server = new ControlServer(place, socket, accounts, service);
        Thread.ofVirtual().name("control").start(server::acceptAll);
        return server;
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel channel = socket.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().name("control-request").start(() -> serve(channel));
                } else {
                    channel.close();
                }
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            int caller = PeerCredentials.of(channel, accounts).uid();
            if (caller != 0 && caller != ProcessIdentity.effectiveUserId()) {
                return;
            }
            Optional<ControlRequest> request = ControlRequest.parse(line(channel));
            if (request.isPresent()) {
                SysExit exit = service.answer(request.get(), text -> write(channel, text));
                send(channel, END + exit.code() + "\n");
            }
        } catch (IOException gone) {
            // The command has ended; what it asked for goes on.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private static String line(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ControlRequest.LONGEST);
        while (bytes.hasRemaining() && channel.read(bytes) > 0) {
            if (bytes.get(bytes.position() - 1) == '\n') {
                return Ascii.text(bytes.array(), 0, bytes.position() - 1);
            }
        }
        throw new IOException("not a line");
    }

    private static void write(SocketChannel channel, String text) {
        try {
            StringBuilder lines = new StringBuilder(text.length() + TEXT.length());
            text.lines().forEach(line -> lines.append(TEXT).append(line).append('\n'));
            send(channel, lines.toString());
        } catch (IOException gone) {
            // The same.
        }
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Ascii.bytes(text));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        Files.deleteIfExists(place);
    }
}
