package org.postern.programs.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.postern.base.Ascii;

/// The asking side.
public final class ControlClient {
    /// In the place of a process whose number cannot be known, as in a jail without `/proc`.
    public static final long UNKNOWN = 0;

    private ControlClient() {}

    /// Where the daemon of these queue directories answers.
    public static Path place(List<Path> queueDirectories) {
        return queueDirectories.getFirst().resolve("journal").resolve("control");
    }

    /// Asks the daemon.
    ///
    /// @param out takes the text of the answer, line by line with the line ends
    /// @return the exit code that the daemon gave; empty when no daemon answers there
    /// @throws IOException when the daemon went away before its answer was complete
    public static Optional<Integer> ask(Path place, ControlRequest request, Consumer<String> out) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try (channel) {
            try {
                channel.connect(UnixDomainSocketAddress.of(place));
            } catch (IOException | IllegalArgumentException nobody) {
                return Optional.empty();
            }
            ByteBuffer line = ByteBuffer.wrap(Ascii.bytes(request.line() + "\n"));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            BufferedReader answer = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.ISO_8859_1));
            for (String text = answer.readLine(); text != null; text = answer.readLine()) {
                if (text.startsWith(ControlServer.TEXT)) {
                    out.accept(text.substring(ControlServer.TEXT.length()) + "\n");
                } else if (text.startsWith(ControlServer.END)) {
                    return Optional.of(Integer.parseInt(text.substring(ControlServer.END.length())));
                }
            }
            throw new IOException("the daemon went away");
        }
    }

    /// Which process serves there: the parent of the one that answers.
    ///
    /// @return empty when no daemon answers; [#UNKNOWN] when it does not know its parent
    public static OptionalLong serving(Path place) {
        StringBuilder said = new StringBuilder();
        try {
            if (ask(place, new ControlRequest.Ping(), said::append).isEmpty()) {
                return OptionalLong.empty();
            }
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
        String number = said.toString().strip();
        return OptionalLong.of(number.matches("\\d{1,10}") ? Long.parseLong(number) : UNKNOWN);
    }
}
