package org.postern.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.postern.base.Ascii;

/// A server on 127.0.0.1 that does exactly what a script says, also what no server should: for tests of clients.
///
/// The first connection follows the first script, the second the second; further ones the last. What a client does
/// against the script is kept in [#problems].
public final class ScriptedSmtpPeer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 256;
    private static final int MOST_BYTES = 64 << 20;
    private static final int LIMIT_MILLIS = 60_000;

    /// One step of a script.
    public sealed interface Step {}

    /// Sends bytes in one write.
    public record Say(String bytes) implements Step {}

    /// Reads one line that this regular expression matches, without its CR LF.
    public record Await(String pattern) implements Step {}

    /// Reads a message up to the line with only a dot.
    public record AwaitMessage() implements Step {}

    /// Reads until the client closes.
    public record AwaitClose() implements Step {}

    /// Closes with a reset, so that the client sees an error.
    public record Reset() implements Step {}

    /// What happens on one connection, in order; at the end the server closes.
    ///
    /// @param steps in order
    public record Script(List<Step> steps) {
        public Script {
            steps = List.copyOf(steps);
        }

        /// A script that closes at once.
        public static Script begin() {
            return new Script(List.of());
        }

        /// Sends these lines, each with CR LF, in one write.
        public Script say(String... lines) {
            return with(new Say(String.join("\r\n", lines) + "\r\n"));
        }

        /// Sends these bytes as they are.
        public Script sayRaw(String bytes) {
            return with(new Say(bytes));
        }

        /// Sends a line with CR LF, each byte in its own write.
        public Script sayInPieces(String line) {
            Script script = this;
            for (char c : (line + "\r\n").toCharArray()) {
                script = script.sayRaw(String.valueOf(c));
            }
            return script;
        }

        /// Reads a line that matches, for example `EHLO .*`, without regard to case.
        public Script await(String pattern) {
            return with(new Await(pattern));
        }

        /// Reads a message up to the final dot.
        public Script awaitMessage() {
            return with(new AwaitMessage());
        }

        /// Says nothing more until the client closes.
        public Script awaitClose() {
            return with(new AwaitClose());
        }

        /// Resets the connection.
        public Script reset() {
            return with(new Reset());
        }

        private Script with(Step step) {
            List<Step> more = new ArrayList<>(steps);
            more.add(step);
            return new Script(more);
        }
    }

    private final List<Script> scripts;
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final LoopbackServer server;

    private ScriptedSmtpPeer(List<Script> scripts) {
        this.scripts = scripts;
        this.server = LoopbackServer.start(this::serve, MOST_CONNECTIONS, LIMIT_MILLIS);
    }

    /// Starts a server with at least one script.
    public static ScriptedSmtpPeer start(Script... scripts) {
        if (scripts.length == 0) {
            throw new IllegalArgumentException("no script");
        }
        return new ScriptedSmtpPeer(List.of(scripts));
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.address();
    }

    /// What the clients did against the scripts.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /// The messages that [AwaitMessage] read, still dot-stuffed, with CR LF.
    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(Socket socket, int number) throws IOException {
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
        for (Step step : scripts.get(Math.min(number, scripts.size() - 1)).steps()) {
            switch (step) {
                case Say(String bytes) -> socket.getOutputStream().write(Ascii.bytes(bytes));
                case Await(String pattern) -> {
                    String line = line(in);
                    if (!Pattern.compile(pattern, Pattern.CASE_INSENSITIVE)
                            .matcher(line)
                            .matches()) {
                        problems.add("connection " + number + ": expected " + pattern + " but was: " + line);
                        return;
                    }
                }
                case AwaitMessage() -> messages.add(message(in));
                case AwaitClose() -> skip(in);
                case Reset() -> {
                    socket.setSoLinger(true, 0);
                    return;
                }
            }
        }
    }

    private static String message(BufferedInputStream in) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = line(in); !line.equals("."); line = line(in)) {
            if (message.length() > MOST_BYTES) {
                throw new IOException("the message is too long");
            }
            message.append(line).append("\r\n");
        }
        return message.toString();
    }

    private static void skip(BufferedInputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        int count = 0;
        while (count >= 0) {
            count = in.read(buffer);
        }
    }

    private static String line(BufferedInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < MOST_BYTES) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the client closed");
            }
            if (c == '\n' && !line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
                line.setLength(line.length() - 1);
                return line.toString();
            }
            line.append((char) c);
        }
        throw new IOException("a line is too long");
    }
}
