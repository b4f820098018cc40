package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Speaks SMTP to a server on 127.0.0.1.
record SmtpDialogue(int port) {
    private static final long PATIENCE_SECONDS = 90;

    /// Begins a session.
    ///
    /// @param from the client's address, one of 127.0.0.0/8
    Session open(String from) throws IOException {
        return new Session(from, port);
    }

    /// The replies to EHLO and these commands, the last line of each.
    List<String> replies(String from, String... commands) throws IOException {
        try (Session session = open(from)) {
            List<String> replies = new ArrayList<>();
            replies.add(session.say("EHLO client.test"));
            for (String command : commands) {
                replies.add(session.say(command));
            }
            return replies;
        }
    }

    /// Waits until the server answers.
    void await(Process daemon, Path output) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Session _ = open("127.0.0.1")) {
                return;
            } catch (ConnectException notYet) {
                boolean late = System.nanoTime() > deadline || !daemon.isAlive();
                assertThat(late)
                        .as("the daemon printed:\n%s", Files.readString(output))
                        .isFalse();
                Thread.sleep(50);
            }
        }
    }

    /// One session.
    static final class Session implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private final String greeting;

        private Session(String from, int port) throws IOException {
            socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(from), 0);
            socket.setSoTimeout(60_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            greeting = reply();
        }

        /// What the server said first.
        String greeting() {
            return greeting;
        }

        /// Says a command and returns the last line of the reply.
        String say(String command) throws IOException {
            socket.getOutputStream()
                    .write((command.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return reply();
        }

        private String reply() throws IOException {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            return line == null ? "" : line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
