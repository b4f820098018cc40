package org.postern.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.queue.MessageBody;
import org.postern.smtp.ClientPhase;
import org.postern.smtp.ClientSession;
import org.postern.smtp.ClientSettings;
import org.postern.smtp.ClientStep;
import org.postern.smtp.DataWriter;
import org.postern.smtp.OutgoingMessage;

/// One connection to a next hop: carries the bytes of a [ClientSession], which decides everything.
///
/// Each step is gathered and written at once: the commands of an envelope in one write, header, body and closing dot in
/// pieces of at most 64 KiB. Used by one thread at a time; only [#closeIfStuck] may come from another.
final class SmtpConnection implements IdleConnections.Kept {
    private static final int PIECE = 64 * 1024;
    private static final int READ = 2048;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final ClientSession session;
    private final ClientTimeouts timeouts;
    private final String relay;
    private final Clock clock;
    private final byte[] received = new byte[READ];
    private final StringBuilder pending = new StringBuilder(512);
    private volatile long writeDeadline;
    private volatile boolean writing;
    private int messages;

    /// @param socket connected
    /// @param relay host and address as the log names them
    SmtpConnection(Socket socket, ClientSettings settings, ClientTimeouts timeouts, String relay, Clock clock)
            throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.session = new ClientSession(settings);
        this.timeouts = timeouts;
        this.relay = relay;
        this.clock = clock;
    }

    /// Host and address as the log names them.
    String relay() {
        return relay;
    }

    /// Messages that were sent over it.
    int messages() {
        return messages;
    }

    /// Sends one message; whatever happens, there is a result for each recipient.
    ///
    /// @param content what follows the envelope
    ClientStep.Finished send(OutgoingMessage message, Content content) {
        messages++;
        session.send(message);
        while (true) {
            switch (session.next()) {
                case ClientStep.Send(String text) -> pending.append(text);
                case ClientStep.NeedReply(ClientPhase phase) -> exchange(phase);
                case ClientStep.SendBody _ -> sendBody(content);
                case ClientStep.Finished finished -> {
                    if (!finished.usable()) {
                        flushQuietly();
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
    /// @param lineLimit `L=` of the mailer, 0 for none
    record Content(MailerForm form, MessageBody body, int lineLimit) {}

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
        long millis = timeouts.of(phase).toMillis();
        socket.setSoTimeout(Math.clamp(millis, 1, Integer.MAX_VALUE));
        return in.read(received, 0, READ);
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
        writeDeadline = clock.nanoTime() + timeouts.of(ClientPhase.DATA_BLOCK).toNanos();
        writing = true;
        try {
            out.write(bytes, 0, length);
        } finally {
            writing = false;
        }
    }

    private void sendBody(Content content) {
        try {
            flush();
            BodySender sender = new BodySender(content.lineLimit());
            sender.add(content.form().header(), content.form().header().length);
            if (copyBody(content.body(), sender)) {
                sender.end();
                session.bodySent();
            } else {
                session.bodyFailed();
            }
        } catch (IOException _) {
            session.connectionLost();
        }
    }

    /// @return false when the body cannot be read; an exception means that the connection failed
    private boolean copyBody(MessageBody body, BodySender sender) throws IOException {
        long left = body.size();
        InputStream stream;
        try {
            stream = body.open();
        } catch (IOException _) {
            return false;
        }
        try (InputStream from = stream) {
            byte[] piece = new byte[Math.clamp(left, 1, PIECE)];
            while (left > 0) {
                int count = readPiece(from, piece, left);
                if (count <= 0) {
                    return false;
                }
                left -= count;
                sender.add(piece, count);
            }
            return true;
        }
    }

    private static int readPiece(InputStream from, byte[] piece, long left) {
        try {
            return from.read(piece, 0, (int) Math.min(piece.length, left));
        } catch (IOException _) {
            return -1;
        }
    }

    /// Converts the message to its wire form and writes it in large pieces.
    private final class BodySender {
        private final DataWriter writer;
        private byte[] gathered = new byte[8192];
        private int length;

        BodySender(int lineLimit) {
            this.writer = new DataWriter(lineLimit);
        }

        void add(byte[] bytes, int count) throws IOException {
            writer.write(bytes, 0, count);
            gather();
        }

        private void gather() throws IOException {
            int more = writer.outputLength();
            if (length + more > PIECE && length > 0) {
                write(gathered, length);
                length = 0;
            }
            if (length + more > gathered.length) {
                gathered = java.util.Arrays.copyOf(gathered, length + more + 64);
            }
            System.arraycopy(writer.output(), 0, gathered, length, more);
            length += more;
        }

        void end() throws IOException {
            writer.finish();
            gather();
            write(gathered, length);
            length = 0;
        }
    }

    /// Closes the connection when a write has not come forward within Timeout.datablock.
    void closeIfStuck() {
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
        } catch (IOException | IllegalStateException _) {
            pending.setLength(0);
        }
        close();
    }

    /// Closes without a word.
    void close() {
        try {
            socket.close();
        } catch (IOException _) {
            pending.setLength(0);
        }
    }
}
