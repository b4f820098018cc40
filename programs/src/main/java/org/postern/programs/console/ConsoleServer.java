package org.postern.programs.console;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.postern.base.Ascii;
import org.postern.os.Accounts;
import org.postern.os.Errno;
import org.postern.os.FileRule;
import org.postern.os.OsException;
import org.postern.os.PeerCredentials;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// The socket: one command for each connection, a few connections at a time.
public final class ConsoleServer implements AutoCloseable {
    private static final int MOST_AT_A_TIME = 4;
    private static final int BACKLOG = 8;
    private static final int LONGEST_PATH = 107;
    private static final int LONGEST_LINE = 1024;

    private final Path place;
    private final ServerSocketChannel socket;
    private final Accounts accounts;
    private final Set<Integer> callers;
    private final ConsoleCommands commands;
    private final Duration patience;
    private final Semaphore places = new Semaphore(MOST_AT_A_TIME);

    private ConsoleServer(
            Path place,
            ServerSocketChannel socket,
            Accounts accounts,
            Set<Integer> callers,
            ConsoleCommands commands,
            Duration patience) {
        this.patience = patience;
        this.place = place;
        this.socket = socket;
        this.accounts = accounts;
        this.callers = callers;
        this.commands = commands;
    }

    /// Opens the socket and begins to answer.
    ///
    /// @param place absolute; a socket that is there is replaced
    /// @param trustedUser may call, beside root and the owner of this process
    /// @param leniencies which directories count as safe although others may write to them
    /// @param patience how long a caller may take (Timeout.control)
    /// @throws IOException with sendmail's reason when it cannot be opened there
    public static ConsoleServer open(
            Path place,
            Accounts accounts,
            int trustedUser,
            Set<FileRule> leniencies,
            ConsoleCommands commands,
            Duration patience)
            throws IOException {
        if (!place.isAbsolute() || place.toString().length() > LONGEST_PATH) {
            throw new IOException("not a name for a socket");
        }
        requireSafeWay(place, leniencies);
        if (Files.exists(place, NOFOLLOW_LINKS) && !isSocket(place)) {
            throw new IOException("File exists");
        }
        Files.deleteIfExists(place);
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean opened = false;
        try {
            socket.bind(UnixDomainSocketAddress.of(place), BACKLOG);
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-------"));
            opened = true;
        } finally {
            if (!opened) {
                socket.close();
            }
        }
        Set<Integer> callers = Set.copyOf(List.of(0, trustedUser, ProcessIdentity.effectiveUserId()));
        ConsoleServer server = new ConsoleServer(place, socket, accounts, callers, commands, patience);
        Thread.ofVirtual().name("console").start(server::acceptAll);
        return server;
    }

    private static boolean isSocket(Path place) throws IOException {
        return Files.readAttributes(place, BasicFileAttributes.class, NOFOLLOW_LINKS)
                .isOther();
    }

    /// Nobody else may put another socket in its place: no directory on the way is writable for group or others.
    private static void requireSafeWay(Path place, Set<FileRule> leniencies) throws IOException {
        Set<FileRule> demands = EnumSet.of(FileRule.SAFE_DIRECTORIES, FileRule.ROOT_IS_ROOT);
        demands.addAll(leniencies);
        SafeFileRules rules = new SafeFileRules(demands, ProcessIdentity.effective(), 0);
        switch (SafeFileWalk.openForReading(place + ".way", rules)) {
            case SafeOpen.Refused(String reason, String _) -> throw new IOException(reason);
            case SafeOpen.Failed(OsException cause) -> {
                if (cause.errno() != Errno.ENOENT) {
                    throw new IOException(cause.reason(), cause);
                }
            }
            case SafeOpen.Opened opened -> opened.file().close();
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel channel = socket.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().name("console-command").start(() -> serve(channel));
                } else {
                    channel.close();
                }
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void serve(SocketChannel channel) {
        Thread watch = Thread.ofVirtual().name("console-patience").start(() -> closeLate(channel));
        try (channel) {
            if (callers.contains(PeerCredentials.of(channel, accounts).uid())) {
                ByteBuffer answer = ByteBuffer.wrap(Ascii.bytes(commands.answer(line(channel))));
                while (answer.hasRemaining()) {
                    channel.write(answer);
                }
            }
        } catch (IOException gone) {
            // The caller has gone; what he asked for goes on.
        } finally {
            watch.interrupt();
            places.release();
        }
    }

    /// Closes the connection of a caller who takes too long, which ends whatever waits for him.
    private void closeLate(SocketChannel channel) {
        try (channel) {
            Thread.sleep(patience);
        } catch (InterruptedException | IOException served) {
            // The caller is gone.
        }
    }

    private static String line(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_LINE);
        while (bytes.hasRemaining() && channel.read(bytes) > 0) {
            int end = bytes.position();
            if (bytes.get(end - 1) == '\n') {
                return Ascii.text(bytes.array(), 0, end - 1).stripTrailing();
            }
        }
        throw new IOException("not a line");
    }

    @Override
    public void close() throws IOException {
        socket.close();
        Files.deleteIfExists(place);
    }
}
