package org.postern.programs.postern;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.programs.Invocation;

/// `postern train-submission COMMAND`: runs the command, which is `sendmail` as the launcher starts it with the option
/// that makes the JVM write an AOT cache, while something like a daemon takes its message. That cache holds what
/// `sendmail -t` needs and nothing else: all classes of a cache are loaded at each start.
final class SubmissionRehearsal {
    private static final String MESSAGE = "To: alice, bob\nSubject: rehearsal\n\nhello\n";
    private static final String TAKEN = "250 2.0.0 6AQ00000000000 Message accepted for delivery\r\n";
    private static final String OFFER = """
            250-rehearsal.test Hello localhost, pleased to meet you
            250-ENHANCEDSTATUSCODES
            250-PIPELINING
            250-8BITMIME
            250-CHUNKING
            250-SIZE
            250-DSN
            250-DELIVERBY
            250 HELP
            """.replace("\n", "\r\n");

    private final Invocation invocation;

    SubmissionRehearsal(Invocation invocation) {
        this.invocation = invocation;
    }

    int run(List<String> command) throws InterruptedException {
        return RehearsalFolder.with(invocation, "train-submission", folder -> {
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                return rehearse(command, folder, server);
            }
        });
    }

    private static int rehearse(List<String> command, Path folder, ServerSocketChannel server)
            throws IOException, InterruptedException {
        Path socket = folder.resolve("s");
        Path configuration = folder.resolve("sendmail.cf");
        Path message = folder.resolve("message");
        Files.writeString(configuration, "V10/Berkeley\nO DaemonPortOptions=Family=local, Addr=" + socket + "\n");
        Files.writeString(message, MESSAGE);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().name("rehearsal").start(() -> serve(server));
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("-C", configuration.toString(), "-i", "-t"));
        return new ProcessBuilder(all)
                .redirectInput(message.toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }

    private static void serve(ServerSocketChannel server) {
        try {
            while (true) {
                try (SocketChannel channel = server.accept()) {
                    session(channel);
                }
            }
        } catch (IOException _) {
            // The end of the rehearsal.
        }
    }

    private static void session(SocketChannel channel) throws IOException {
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        say(channel, "220 rehearsal.test ESMTP\r\n");
        while (true) {
            String line = line(in);
            String[] words = Ascii.lower(line).split(" ", -1);
            switch (words[0]) {
                case "ehlo" -> say(channel, OFFER);
                case "data" -> {
                    say(channel, "354 End data with <CR><LF>.<CR><LF>\r\n");
                    while (!line(in).equals(".")) {
                        // The message.
                    }
                    say(channel, TAKEN);
                }
                case "bdat" -> {
                    in.skipNBytes(Long.parseLong(words[1]));
                    say(channel, TAKEN);
                }
                case "quit" -> {
                    say(channel, "221 2.0.0 rehearsal.test closing connection\r\n");
                    return;
                }
                default -> say(channel, "250 2.1.5 ok\r\n");
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static void say(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Ascii.bytes(text));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
