package org.postern.programs.postern;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.helper.HelperAuthorities;
import org.postern.os.FileTrouble;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.log.FileEventLog;
import org.postern.programs.log.LogIdentity;
import org.postern.programs.mta.DaemonSettings;
import org.postern.programs.mta.HelperStart;
import org.postern.programs.mta.NetworkRuntime;

/// `postern try`: a private mail server without root and without any preparation.
final class TryProgram {
    private static final long SEGMENT_BYTES = 16L << 20;
    private static final long LEAST_SPACE = 4 * SEGMENT_BYTES;
    private static final int LONGEST_SOCKET_NAME = 107;

    /// As whom the server runs when root tries it out: no process that faces the network is ever root.
    private static final String NOBODY = "nobody";

    private final Invocation invocation;
    private final ProfileMaps maps;
    private final Clock clock = new SystemClock();

    /// @param makemap the command of that name
    TryProgram(Invocation invocation, Program makemap) {
        this.invocation = invocation;
        this.maps = new ProfileMaps(makemap, invocation);
    }

    int run(List<String> arguments) throws InterruptedException {
        return switch (TryOptions.parse(arguments)) {
            case TryOptions.Result.Wrong(String message) -> {
                invocation.error().print("postern try: " + message + "\n" + TryOptions.USAGE);
                yield SysExit.USAGE.code();
            }
            case TryOptions.Result.Parsed(TryOptions options) -> start(options);
        };
    }

    private int start(TryOptions options) throws InterruptedException {
        Path directory = Path.of(options.folder()).toAbsolutePath().normalize();
        String user = userName();
        TryFolder folder = new TryFolder(directory, user, maps);
        Optional<String> obstacle = obstacle(options, directory, folder);
        if (obstacle.isPresent()) {
            invocation.error().println("postern try: " + obstacle.get());
            return SysExit.UNAVAILABLE.code();
        }
        DaemonSettings settings = new DaemonSettings(
                folder.configuration(),
                List.of(),
                "postern",
                Optional.of(folder.log()),
                Optional.empty(),
                Optional.of(folder.users()),
                folder.mailboxes(),
                true,
                false,
                SEGMENT_BYTES,
                0);
        try (FileEventLog log =
                FileEventLog.open(folder.log(), clock, LogIdentity.ofThisProcess("localhost", "postern-helper"), 9)) {
            TryTour tour = new TryTour(folder, options, user, invocation.home(), clock, invocation.output());
            Thread guide = Thread.ofPlatform().daemon().name("tour").start(() -> tour(tour));
            int code = new HelperStart(invocation.home(), new NetworkRuntime.FromImage(), clock, invocation.error())
                    .run(
                            settings,
                            ProcessIdentity.isRoot() ? NOBODY : "",
                            List.of(folder.queue().toString()),
                            HelperAuthorities.NONE,
                            Optional.empty(),
                            log);
            guide.interrupt();
            guide.join();
            invocation.output().println("The server has stopped. Everything is kept in " + directory + ".");
            return code;
        } catch (IOException failed) {
            invocation.error().println("postern try: " + FileTrouble.words(failed));
            return SysExit.OS_ERROR.code();
        }
    }

    private static void tour(TryTour tour) {
        try {
            tour.run();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// The first thing that stands in the way, in words; one line.
    private Optional<String> obstacle(TryOptions options, Path directory, TryFolder folder)
            throws InterruptedException {
        if (folder.submitSocket().toString().length() > LONGEST_SOCKET_NAME) {
            return Optional.of("the name of the folder " + directory + " is too long for a socket in it (at most "
                    + LONGEST_SOCKET_NAME + " characters); choose a shorter one");
        }
        for (int port : new int[] {options.mailPort(), options.submissionPort()}) {
            if (!free(port)) {
                return Optional.of("port " + port
                        + " on 127.0.0.1 is in use, perhaps by another \"postern try\"; stop that, or choose other"
                        + " ports with --mail-port and --submission-port");
            }
        }
        if (ProcessIdentity.isRoot()) {
            for (Path path : List.of(
                    directory.resolve("x"),
                    invocation.home().toAbsolutePath().normalize().resolve("x"))) {
                Optional<Path> closed = closedParent(path);
                if (closed.isPresent()) {
                    return Optional.of("you are root, so the server runs as " + NOBODY + ", who cannot enter "
                            + closed.get() + "; choose a folder that others can enter, or be an ordinary user");
                }
            }
        }
        try {
            folder.prepare(options);
            if (ProcessIdentity.isRoot()) {
                folder.giveTo(NOBODY);
            }
            if (!Files.isWritable(directory) || !Files.isWritable(folder.queue())) {
                return Optional.of("the folder " + directory + " cannot be written by you; choose another folder");
            }
            long space = Files.getFileStore(directory).getUsableSpace();
            if (space < LEAST_SPACE) {
                return Optional.of("only " + space / (1 << 20) + " MiB are free in " + directory + "; "
                        + LEAST_SPACE / (1 << 20) + " MiB are needed");
            }
        } catch (FileSystemException failed) {
            String reason = failed.getReason() == null
                    ? failed.getClass().getSimpleName().replace("Exception", "")
                    : failed.getReason();
            return Optional.of("the folder " + directory + " cannot be used: " + failed.getFile() + ": " + reason);
        } catch (IOException failed) {
            return Optional.of("the folder " + directory + " cannot be used: " + FileTrouble.reason(failed));
        }
        return Optional.empty();
    }

    /// The first directory above the path that others than its owner and group cannot enter.
    private static Optional<Path> closedParent(Path path) {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            try {
                if (Files.isDirectory(parent)
                        && !Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)
                        && !Files.getOwner(parent).getName().equals(NOBODY)) {
                    return Optional.of(parent);
                }
            } catch (IOException unknown) {
                return Optional.of(parent);
            }
        }
        return Optional.empty();
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    /// The invoking user's name, if it can be the name of a mailbox.
    private static String userName() {
        String name = System.getProperty("user.name", "");
        boolean good = !name.isEmpty()
                && name.length() <= 32
                && name.chars()
                        .allMatch(c -> Ascii.isLetter((char) c) || Ascii.isDigit((char) c) || "_-".indexOf(c) >= 0);
        return good ? name : "user";
    }
}
