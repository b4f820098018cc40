package org.postern.programs.sendmail;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.programs.mta.LocalSockets;

/// Where the daemon listens for the `sendmail` commands of local users: the `Addr` of the first DaemonPortOptions with
/// `Family=local` in the configuration, else the standard place.
///
/// The command only looks for that line; it does not read the whole configuration, so that it starts fast.
public final class SubmissionSocket {
    /// The standard place.
    static final Path STANDARD = LocalSockets.STANDARD;

    private static final byte[] QUIT = Ascii.bytes("QUIT\r\n");
    private static final String OPTION = "O DaemonPortOptions";

    private SubmissionSocket() {}

    /// The place.
    ///
    /// @param configurations the files to look into; the first that names a socket counts
    static Path find(List<Path> configurations) {
        for (Path file : configurations) {
            Optional<Path> found = in(file);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return STANDARD;
    }

    private static Optional<Path> in(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<Path> address = line.startsWith(OPTION) ? address(line) : Optional.empty();
                if (address.isPresent()) {
                    return address;
                }
            }
        } catch (IOException _) {
            // It cannot be read: the standard place counts.
        }
        return Optional.empty();
    }

    private static Optional<Path> address(String line) {
        boolean local = false;
        Optional<Path> path = Optional.empty();
        for (String part : line.substring(line.indexOf('=') + 1).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String name = Ascii.lower(part.substring(0, equals).strip());
            String value = part.substring(equals + 1).strip();
            if (name.startsWith("f")) {
                local = Ascii.sameIgnoringCase(value, "local") || Ascii.sameIgnoringCase(value, "unix");
            } else if (name.startsWith("a")) {
                path = Optional.of(Path.of(value));
            }
        }
        return local ? path.filter(Path::isAbsolute) : Optional.empty();
    }

    /// Opens a connection.
    ///
    /// @throws IOException when nobody listens there
    static SocketChannel connect(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return channel;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /// True when a daemon serves there: it greets and says goodbye.
    public static boolean answers(Path path) {
        try (SocketChannel channel = connect(path)) {
            ByteBuffer buffer = ByteBuffer.allocate(512);
            boolean greeted = channel.read(buffer) > 0;
            channel.write(ByteBuffer.wrap(QUIT));
            while (channel.read(buffer.clear()) >= 0) {
                // Everything up to the end of the connection.
            }
            return greeted;
        } catch (IOException notYet) {
            return false;
        }
    }
}
