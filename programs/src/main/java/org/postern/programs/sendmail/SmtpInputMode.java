package org.postern.programs.sendmail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.programs.Invocation;
import org.postern.programs.log.TrafficLog;
import org.postern.receive.StatedCall;
import org.postern.receive.StatedPeer;
import org.postern.smtp.TrafficLines;
import org.postern.smtp.TrafficSink;

/// `sendmail -bs`: SMTP on standard input and output. The command only carries bytes between them and the daemon's
/// submission socket, whose session knows the caller from the kernel.
///
/// Started by inetd, with a connection of the network as standard input, it tells the daemon first for which client
/// it speaks (a [StatedPeer]). The daemon takes that from root and TrustedUser alone; when it does not, nothing of
/// the client's reaches it: the client must never be taken for the local user that inetd runs the command as.
final class SmtpInputMode {
    private static final int BUFFER = 16 * 1024;
    private static final int LONGEST_ANSWER = 2048;
    private static final int CODE = 3;
    private static final List<Path> CONFIGURATIONS =
            List.of(Path.of("/etc/mail/submit.cf"), Path.of("/etc/mail/sendmail.cf"));

    private final Invocation invocation;
    private final SendmailArguments arguments;

    SmtpInputMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    /// Where the client is.
    private sealed interface Client {
        /// Standard input and output as they are.
        record Standard(InputStream input, OutputStream output) implements Client {}

        /// A socket, for both directions.
        record Connected(SocketChannel channel) implements Client {}

        default int read(byte[] into) throws IOException {
            return switch (this) {
                case Standard(InputStream input, OutputStream _) -> input.read(into);
                case Connected(SocketChannel channel) -> channel.read(ByteBuffer.wrap(into));
            };
        }

        default void write(byte[] bytes, int length) throws IOException {
            switch (this) {
                case Standard(InputStream _, OutputStream output) -> {
                    output.write(bytes, 0, length);
                    output.flush();
                }
                case Connected(SocketChannel channel) -> writeAll(channel, bytes, length);
            }
        }

        default void say(String line) {
            try {
                byte[] bytes = Ascii.bytes(line + "\r\n");
                write(bytes, bytes.length);
            } catch (IOException _) {
                // The client has gone first.
            }
        }
    }

    SysExit run() throws InterruptedException {
        Optional<TrafficLog> traffic = Optional.empty();
        try {
            if (arguments.trafficLog().isPresent()) {
                traffic = Optional.of(
                        TrafficLog.open(Path.of(arguments.trafficLog().get())));
            }
        } catch (IOException failed) {
            invocation
                    .output()
                    .println("cannot open " + arguments.trafficLog().orElse("") + ": " + failed.getMessage());
            return SysExit.CANNOT_CREATE;
        }
        try {
            return serve(traffic.<TrafficSink>map(log -> log).orElse(TrafficSink.NONE));
        } catch (IOException failed) {
            invocation.error().println(invocation.name() + ": " + failed.getMessage());
            return SysExit.IO_ERROR;
        } finally {
            closeQuietly(traffic);
        }
    }

    private static void closeQuietly(Optional<TrafficLog> traffic) {
        try {
            if (traffic.isPresent()) {
                traffic.get().close();
            }
        } catch (IOException _) {
            // Its lines are written.
        }
    }

    private SysExit serve(TrafficSink traffic) throws IOException, InterruptedException {
        Optional<Channel> inherited = Optional.ofNullable(System.inheritedChannel());
        Client client = new Client.Standard(invocation.input(), invocation.output());
        if (inherited.isPresent()) {
            if (!(inherited.get() instanceof SocketChannel channel)) {
                invocation.error().println(invocation.name() + ": standard input is no connection");
                return SysExit.USAGE;
            }
            channel.configureBlocking(true);
            client = new Client.Connected(channel);
        }
        Path socket = SubmissionSocket.find(
                arguments.configuration().map(file -> List.of(Path.of(file))).orElse(CONFIGURATIONS));
        try (SocketChannel daemon = SubmissionSocket.connect(socket)) {
            Optional<StatedPeer> peer = peer(client);
            if (peer.isPresent() && !states(peer.get(), daemon)) {
                client.say("421 4.3.2 this service is not set up; try again later");
                invocation
                        .error()
                        .println(invocation.name() + ": the mail daemon takes clients of the network only from root and"
                                + " TrustedUser; run -bs from inetd as root");
                return SysExit.NO_PERMISSION;
            }
            Optional<String> mode = peer.isPresent() ? Optional.empty() : CommandDelivery.stated(arguments);
            if (mode.isPresent()) {
                client.say(greetingAfter(StatedCall.ofSession(mode.get()), daemon));
            }
            carry(
                    client,
                    daemon,
                    new TrafficLines(traffic, ProcessHandle.current().pid()));
            return SysExit.OK;
        } catch (IOException unreachable) {
            client.say("421 4.3.2 the mail daemon does not answer; try again later");
            invocation
                    .error()
                    .println(invocation.name() + ": the mail daemon does not answer at " + socket + " ("
                            + unreachable.getMessage() + ")");
            return SysExit.TEMPORARY_FAILURE;
        }
    }

    /// The client, when it is one of the network.
    private static Optional<StatedPeer> peer(Client client) throws IOException {
        if (client instanceof Client.Connected(SocketChannel channel)) {
            SocketAddress remote = channel.getRemoteAddress();
            if (remote instanceof InetSocketAddress far && channel.getLocalAddress() instanceof InetSocketAddress own) {
                return Optional.of(new StatedPeer(far, own));
            }
        }
        return Optional.empty();
    }

    /// Takes the greeting that is meant for the caller, and says for whom it speaks.
    ///
    /// @return true when the daemon has taken it
    private static boolean states(StatedPeer peer, SocketChannel daemon) throws IOException {
        if (!lastLine(daemon).startsWith("220 ")) {
            return false;
        }
        byte[] statement = Ascii.bytes(peer.encode());
        writeAll(daemon, statement, statement.length);
        return line(daemon).equals(StatedPeer.ACCEPTED);
    }

    /// Says what the daemon is to know of this session before anything else.
    ///
    /// @return the greeting, which the caller has not seen yet
    private static String greetingAfter(StatedCall call, SocketChannel daemon) throws IOException {
        List<String> greeting = new ArrayList<>(List.of(line(daemon)));
        while (greeting.getLast().startsWith("-", CODE)) {
            greeting.add(line(daemon));
        }
        if (greeting.getLast().startsWith("220")) {
            byte[] statement = Ascii.bytes(call.encode());
            writeAll(daemon, statement, statement.length);
            String _ = line(daemon);
        }
        return String.join("\r\n", greeting);
    }

    private static String lastLine(SocketChannel daemon) throws IOException {
        String line = line(daemon);
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line(daemon);
        }
        return line;
    }

    /// One line and nothing behind it: that belongs to the client.
    private static String line(SocketChannel daemon) throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (line.length() < LONGEST_ANSWER && daemon.read(one.clear()) > 0) {
            char c = (char) (one.get(0) & 0xff);
            if (c == '\n') {
                return line.toString().strip();
            }
            line.append(c);
        }
        throw new IOException("no answer");
    }

    private static void carry(Client client, SocketChannel daemon, TrafficLines lines) throws IOException {
        Thread carrier = Thread.ofVirtual().name("input").start(() -> carryInput(client, daemon, lines));
        byte[] piece = new byte[BUFFER];
        for (int count = daemon.read(ByteBuffer.wrap(piece)); count >= 0; count = daemon.read(ByteBuffer.wrap(piece))) {
            lines.said(piece, 0, count);
            client.write(piece, count);
        }
        carrier.interrupt();
        if (client instanceof Client.Connected(SocketChannel channel)) {
            channel.close();
        }
    }

    private static void carryInput(Client client, SocketChannel daemon, TrafficLines lines) {
        byte[] piece = new byte[BUFFER];
        try {
            for (int count = client.read(piece); count >= 0; count = client.read(piece)) {
                lines.heard(piece, 0, count);
                writeAll(daemon, piece, count);
            }
            lines.ended();
            daemon.shutdownOutput();
        } catch (IOException _) {
            // The session is over.
        }
    }

    private static void writeAll(SocketChannel channel, byte[] from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(from, 0, length);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
