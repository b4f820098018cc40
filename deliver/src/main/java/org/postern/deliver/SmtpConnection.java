package org.postern.deliver;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.queue.MessageBody;
import org.postern.smtp.ClientPhase;
import org.postern.smtp.ClientSession;
import org.postern.smtp.ClientSettings;
import org.postern.smtp.ClientStep;
import org.postern.smtp.DataWriter;
import org.postern.smtp.OutgoingMessage;
import org.postern.smtp.ServerOffer;
import org.postern.smtp.SessionRemark;
import org.postern.tls.TlsFailure;

/// One connection to a next hop: carries the bytes of a [ClientSession], which decides everything.
///
/// Each step is gathered and written at once: the commands of an envelope in one write, header, body and closing dot in
/// pieces of about 64 KiB, in chunks where the server takes them. Used by one thread at a time; only
/// [#closeIfStuck] may come from another.
final class SmtpConnection implements IdleConnections.Kept {
    private static final int PIECE = 64 * 1024;
    private static final int READ = 2048;

    /// Changed by the thread that uses the connection; whoever closes another one's connection sees an old one at
    /// worst, which has the same socket below it.
    private volatile Link link;

    /// Below everything that was put on top of it; the bytes come from here.
    private final Link lowest;
    private final HopPolicy policy;
    private final ClientSession session;
    private final ClientTimeouts timeouts;
    private final String relay;
    private final Clock clock;
    private final byte[] received = new byte[READ];
    private final StringBuilder pending = new StringBuilder(512);
    private volatile long writeDeadline;
    private volatile boolean writing;
    private int messages;

    /// @param link connected
    /// @param policy about encryption, trust and authentication
    /// @param relay host and address as the log names them
    SmtpConnection(
            Link link, ClientSettings settings, HopPolicy policy, ClientTimeouts timeouts, String relay, Clock clock) {
        this.link = link;
        this.lowest = link;
        this.policy = policy;
        this.session = new ClientSession(settings, policy);
        this.timeouts = timeouts;
        this.relay = relay;
        this.clock = clock;
    }

    /// Host and address as the log names them.
    String relay() {
        return relay;
    }

    /// What a report about the last message should tell of the conversation.
    List<SessionRemark> remarks() {
        return session.remarks();
    }

    /// True when the host takes DELIVERBY upon itself.
    boolean knowsDeliverBy() {
        return session.offer().has(ServerOffer.Extension.DELIVER_BY);
    }

    /// True when it can wait for the next message.
    boolean mayBeKept() {
        return link.mayBeKept();
    }

    /// True when TLS was tried and did not work, and the message may go in clear then.
    ///
    /// @param usual option TLSFallbacktoClear
    boolean fallsBackToClear(boolean usual) {
        return policy.handshakeFailed() && policy.handshake().fallsBackToClear(usual);
    }

    /// Messages that were sent over it.
    int messages() {
        return messages;
    }

    /// Sends one message; whatever happens, there is a result for each recipient.
    ///
    /// @param id of the message, for the log
    /// @param content what follows the envelope
    ClientStep.Finished send(String id, OutgoingMessage message, Content content) {
        messages++;
        policy.sending(id);
        session.send(message);
        while (true) {
            switch (session.next()) {
                case ClientStep.Send(String text) -> pending.append(text);
                case ClientStep.NeedReply(ClientPhase phase) -> exchange(phase);
                case ClientStep.SendBody(OutgoingMessage _, boolean chunked, boolean eightBitAllowed) ->
                    sendBody(content, chunked, eightBitAllowed);
                case ClientStep.StartTls() -> startTls();
                case ClientStep.StartLayer() -> {
                    link = new WrappedLink.Layered(link, policy.layer());
                    session.layerStarted();
                }
                case ClientStep.Finished finished -> {
                    if (!finished.usable()) {
                        if (session.next() instanceof ClientStep.Send(String goodbye)) {
                            pending.append(goodbye);
                        }
                        flushQuietly();
                        link.sayGoodbye();
                        close();
                    }
                    return finished;
                }
                case ClientStep.Idle() -> throw new IllegalStateException("a message ended without a result");
                case ClientStep.Close() -> throw new IllegalStateException("a connection ended without a result");
            }
        }
    }

    /// The bytes of a message.
    ///
    /// @param form header
    /// @param body body
    /// @param treatment what the mailer does to them
    record Content(MailerForm form, MessageBody body, BodyTreatment treatment) {}

    private void startTls() {
        try {
            HopHandshake handshake = policy.handshake();
            WrappedLink.Tls inside =
                    new WrappedLink.Tls(link, handshake.context(), handshake.wish(), timeouts.of(ClientPhase.STARTTLS));
            writing(inside::handshake);
            link = inside;
            policy.encrypted(inside.identity());
            session.tlsStarted();
        } catch (TlsFailure failed) {
            policy.failed(failed);
            session.tlsFailed();
        } catch (SocketTimeoutException _) {
            session.timedOut();
        } catch (IOException _) {
            session.tlsFailed();
        }
    }

    private void exchange(ClientPhase phase) {
        try {
            flush();
            int count = read(phase);
            if (count < 0) {
                session.connectionLost();
            } else {
                session.input(received, 0, count);
            }
        } catch (SocketTimeoutException _) {
            session.timedOut();
        } catch (IOException _) {
            session.connectionLost();
        }
    }

    private int read(ClientPhase phase) throws IOException {
        return link.read(received, timeouts.of(phase));
    }

    private void flush() throws IOException {
        if (!pending.isEmpty()) {
            byte[] bytes = Ascii.bytes(pending.toString());
            pending.setLength(0);
            write(bytes, bytes.length);
        }
    }

    private void flushQuietly() {
        try {
            flush();
        } catch (IOException _) {
            pending.setLength(0);
        }
    }

    private void write(byte[] bytes, int length) throws IOException {
        writing(() -> link.write(bytes, length));
    }

    private interface Writing {
        void run() throws IOException;
    }

    /// Bounds the time of what may block in a write.
    private void writing(Writing what) throws IOException {
        writeDeadline = clock.nanoTime() + timeouts.of(ClientPhase.DATA_BLOCK).toNanos();
        writing = true;
        try {
            what.run();
        } finally {
            writing = false;
        }
    }

    private void sendBody(Content content, boolean chunked, boolean eightBitAllowed) {
        try {
            BodySender sender = new BodySender(content.treatment().lineLimit(), chunked);
            if (copyMessage(content, eightBitAllowed, sender)) {
                sender.end();
                if (chunked) {
                    session.chunksSent(sender.chunks);
                } else {
                    session.bodySent();
                }
            } else {
                session.bodyFailed();
            }
        } catch (IOException _) {
            session.connectionLost();
        }
    }

    /// @return false when the body cannot be read; an exception means that the connection failed
    private boolean copyMessage(Content content, boolean eightBitAllowed, BodySender sender) throws IOException {
        try {
            content.treatment().write(content.form(), content.body(), eightBitAllowed, sender);
            return true;
        } catch (CheckedBody.Unreadable _) {
            return false;
        }
    }

    /// Converts the message to its wire form and writes it in large pieces, each a chunk where the server takes chunks;
    /// commands that wait go out in front of the first one.
    private final class BodySender extends OutputStream {
        private final DataWriter writer;
        private final boolean chunked;
        private byte[] gathered = new byte[8192];
        private int length;
        private int chunks;

        BodySender(int lineLimit, boolean chunked) {
            this.writer = chunked ? DataWriter.forChunks(lineLimit) : new DataWriter(lineLimit);
            this.chunked = chunked;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            for (int at = offset; at < offset + count; at += PIECE) {
                writer.write(bytes, at, Math.min(PIECE, offset + count - at));
                gather();
            }
        }

        private void gather() throws IOException {
            int more = writer.outputLength();
            if (length + more > PIECE && length > PIECE / 2) {
                send("");
                chunks++;
            }
            if (length + more > gathered.length) {
                gathered = Arrays.copyOf(gathered, length + more + 64);
            }
            System.arraycopy(writer.output(), 0, gathered, length, more);
            length += more;
        }

        void end() throws IOException {
            writer.finish();
            gather();
            send(" LAST");
        }

        private void send(String last) throws IOException {
            if (chunked) {
                pending.append("BDAT ").append(length).append(last).append("\r\n");
            }
            byte[] before = Ascii.bytes(pending.toString());
            pending.setLength(0);
            if (before.length > 0) {
                byte[] both = Arrays.copyOf(before, before.length + length);
                System.arraycopy(gathered, 0, both, before.length, length);
                SmtpConnection.this.write(both, both.length);
            } else {
                SmtpConnection.this.write(gathered, length);
            }
            length = 0;
        }
    }

    /// Ends a wait for a reply that has lasted too long, and closes the connection when a write has not come forward
    /// within Timeout.datablock.
    void closeIfStuck() {
        lowest.expire();
        if (writing && clock.nanoTime() - writeDeadline > 0) {
            close();
        }
    }

    /// Says QUIT, does not wait for the answer, and closes.
    @Override
    public void retire() {
        try {
            session.quit();
            if (session.next() instanceof ClientStep.Send(String text)) {
                pending.append(text);
            }
            flush();
            link.sayGoodbye();
        } catch (IOException | IllegalStateException _) {
            pending.setLength(0);
        }
        close();
    }

    /// Closes without a word.
    void close() {
        link.close();
    }
}
