package org.postern.programs.sendmail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.smtp.ClientSession;
import org.postern.smtp.ClientSettings;
import org.postern.smtp.ClientStep;
import org.postern.smtp.DataWriter;
import org.postern.smtp.OutgoingMessage;
import org.postern.smtp.RecipientResult;
import org.postern.smtp.TrafficLines;

/// Hands one message to the daemon over its submission socket: SMTP, driven by the same session as outgoing mail.
final class SubmissionExchange {
    private static final int BUFFER = 16 * 1024;

    private final SocketChannel channel;
    private final byte[] header;
    private final InputStream body;
    private final TrafficLines traffic;
    private final byte[] input = new byte[BUFFER];
    private List<RecipientResult> results = List.of();

    /// @param traffic gets what is said
    SubmissionExchange(SocketChannel channel, byte[] header, InputStream body, TrafficLines traffic) {
        this.traffic = traffic;
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

    private void read(ClientSession session) {
        try {
            int count = channel.read(ByteBuffer.wrap(input));
            if (count > 0) {
                traffic.heard(input, 0, count);
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
