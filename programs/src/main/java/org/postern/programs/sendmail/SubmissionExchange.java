package org.postern.programs.sendmail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.receive.StatedCall;
import org.postern.smtp.ClientSession;
import org.postern.smtp.ClientSettings;
import org.postern.smtp.ClientStep;
import org.postern.smtp.DataWriter;
import org.postern.smtp.OutgoingMessage;
import org.postern.smtp.RecipientResult;
import org.postern.smtp.TrafficLines;
import org.postern.smtp.TrafficSink;

/// Hands one message to the daemon over its submission socket: SMTP, driven by the same session as outgoing mail.
final class SubmissionExchange {
    private static final int BUFFER = 16 * 1024;
    private static final byte[] END = Ascii.bytes(".\r\n");

    /// Where a line of a reply says that another one follows.
    private static final int CONTINUES = 3;

    private final SocketChannel channel;
    private final byte[] header;
    private final InputStream body;
    private final StatedCall call;
    private final TrafficLines traffic;
    private final TrafficLines spoken;
    private final boolean verbose;
    private final byte[] input = new byte[BUFFER];
    private List<RecipientResult> results = List.of();

    /// @param call what the daemon is told of the message
    /// @param traffic gets what is said
    /// @param spoken gets the commands and replies alone; when it is wanted, the daemon is asked to tell what
    ///     becomes of the message
    SubmissionExchange(
            SocketChannel channel,
            byte[] header,
            InputStream body,
            StatedCall call,
            TrafficLines traffic,
            TrafficSink spoken) {
        this.call = call;
        this.traffic = traffic;
        this.verbose = spoken.wanted();
        this.spoken = new TrafficLines(spoken, 0);
        this.channel = channel;
        this.header = header;
        this.body = body;
    }

    /// Runs the exchange to its end.
    ///
    /// @return one result for each recipient
    List<RecipientResult> run(OutgoingMessage message, String hostName) throws IOException {
        ClientSession session = new ClientSession(ClientSettings.smtp("localhost", hostName));
        session.send(message);
        begin(session);
        StringBuilder pending = new StringBuilder();
        while (true) {
            // No switch over types: the first ones cost milliseconds, and this is all that the command does.
            ClientStep step = session.next();
            if (step instanceof ClientStep.Send send) {
                pending.append(send.text());
            } else if (step instanceof ClientStep.NeedReply) {
                flush(pending);
                read(session);
            } else if (step instanceof ClientStep.SendBody) {
                flush(pending);
                sendBody(session);
            } else if (step instanceof ClientStep.Finished finished) {
                results = finished.results();
            } else if (step instanceof ClientStep.Idle) {
                session.quit();
            } else if (step instanceof ClientStep.Close) {
                flush(pending);
                return results;
            } else {
                throw new IllegalStateException("the local socket needs no protection");
            }
        }
    }

    /// Hears the greeting and says what the daemon is to know before anything else. A daemon that does not understand
    /// it goes on as if it had not heard it.
    private void begin(ClientSession session) throws IOException {
        String greeting = reply();
        if (greeting.startsWith("220")) {
            ask(call.encode());
            if (verbose) {
                ask("VERB\r\n");
            }
        }
        if (greeting.isEmpty()) {
            session.connectionLost();
        } else {
            byte[] bytes = Ascii.bytes(greeting);
            session.input(bytes, 0, bytes.length);
        }
    }

    private void ask(String command) throws IOException {
        byte[] bytes = Ascii.bytes(command);
        spoken.said(bytes, 0, bytes.length);
        write(bytes, bytes.length);
        String _ = reply();
    }

    /// Reads one reply, after which the daemon says nothing unasked; empty when it has gone.
    private String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        while (reply.length() < BUFFER) {
            int count = channel.read(ByteBuffer.wrap(input));
            if (count <= 0) {
                return "";
            }
            heard(count);
            reply.append(Ascii.text(input, 0, count));
            if (isWhole(reply)) {
                return reply.toString();
            }
        }
        return "";
    }

    private static boolean isWhole(StringBuilder reply) {
        int end = reply.length() - 1;
        if (reply.charAt(end) != '\n') {
            return false;
        }
        int last = reply.lastIndexOf("\n", end - 1) + 1;
        return end < last + CONTINUES || reply.charAt(last + CONTINUES) != '-';
    }

    private void heard(int count) {
        traffic.heard(input, 0, count);
        spoken.heard(input, 0, count);
    }

    private void read(ClientSession session) {
        try {
            int count = channel.read(ByteBuffer.wrap(input));
            if (count > 0) {
                heard(count);
                session.input(input, 0, count);
                return;
            }
        } catch (IOException gone) {
            // The same as an end of the stream: the session decides what it means for the message.
        }
        session.connectionLost();
    }

    private void sendBody(ClientSession session) {
        DataWriter writer = new DataWriter(0);
        try {
            writer.write(header, 0, header.length);
            write(writer);
            byte[] piece = new byte[BUFFER];
            for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
                writer.write(piece, 0, count);
                write(writer);
            }
            writer.finish();
            write(writer);
            spoken.said(END, 0, END.length);
            session.bodySent();
        } catch (IOException failed) {
            session.bodyFailed();
        }
    }

    private void write(DataWriter writer) throws IOException {
        write(writer.output(), writer.outputLength());
    }

    private void flush(StringBuilder pending) {
        if (pending.isEmpty()) {
            return;
        }
        try {
            byte[] bytes = Ascii.bytes(pending.toString());
            spoken.said(bytes, 0, bytes.length);
            write(bytes, bytes.length);
        } catch (IOException gone) {
            // The next read finds out, and the session decides what it means.
        }
        pending.setLength(0);
    }

    private void write(byte[] bytes, int length) throws IOException {
        traffic.said(bytes, 0, length);
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }
}
