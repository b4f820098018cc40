package org.postern.programs.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.tls.ClientWish;
import org.postern.tls.TlsClientContext;
import org.postern.tls.TlsConversation;
import org.postern.tls.TlsIdentity;
import org.postern.tls.TlsTransport;

/// A short dialogue with a mail server, as far as STARTTLS.
final class ProbeConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int LONGEST_LINE = 2048;
    private static final int MOST_LINES = 100;

    private final Socket socket;
    private final String host;
    private final String greeting;
    private final boolean offers;
    private String lastReply = "";

    private ProbeConnection(Socket socket, String host, String name) throws IOException {
        this.socket = socket;
        this.host = host;
        List<String> first = reply();
        this.greeting = first.getLast();
        send("EHLO " + name);
        List<String> extensions = reply();
        this.offers = extensions.stream().skip(1).anyMatch(line -> Ascii.sameIgnoringCase(line.strip(), "STARTTLS"));
    }

    /// Connects, waits for the greeting and says who we are.
    ///
    /// @param name our own
    static ProbeConnection open(InetSocketAddress where, String name) throws IOException {
        Socket socket = new Socket();
        boolean opened = false;
        try {
            socket.connect(where, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            ProbeConnection connection = new ProbeConnection(socket, where.getHostString(), name);
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                socket.close();
            }
        }
    }

    String host() {
        return host;
    }

    String greeting() {
        return PeerText.of(greeting).forLog();
    }

    String lastReply() {
        return PeerText.of(lastReply).forLog();
    }

    boolean offersStartTls() {
        return offers;
    }

    /// Asks for TLS and agrees; empty when the server does not want.
    Optional<TlsIdentity> startTls(TlsClientContext context) throws IOException {
        send("STARTTLS");
        List<String> answer = reply();
        if (!lastReply.startsWith("220")) {
            return Optional.empty();
        }
        if (answer.isEmpty() || socket.getInputStream().available() > 0) {
            throw new IOException("the server sent text after its reply to STARTTLS");
        }
        TlsConversation conversation = TlsConversation.client(context, new Plain(socket), ClientWish.PLAIN);
        conversation.handshake();
        byte[] quit = Ascii.bytes("QUIT\r\n");
        conversation.write(quit, 0, quit.length);
        conversation.closeNotify();
        return Optional.of(conversation.identity());
    }

    private void send(String command) throws IOException {
        socket.getOutputStream().write(Ascii.bytes(command + "\r\n"));
    }

    /// The texts of all lines of one reply, without codes; the whole last line is [#lastReply].
    private List<String> reply() throws IOException {
        List<String> texts = new ArrayList<>();
        String line;
        do {
            line = line();
            texts.add(line.length() > 4 ? line.substring(4) : "");
            if (texts.size() > MOST_LINES) {
                throw new IOException("a reply without end");
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
        lastReply = line;
        return texts;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() >= LONGEST_LINE) {
                throw new IOException(c < 0 ? "the server closed the connection" : "a line without end");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// The socket as TLS needs it.
    private record Plain(Socket socket) implements TlsTransport {
        @Override
        public int read(ByteBuffer into) throws IOException {
            byte[] bytes = new byte[into.remaining()];
            int count = socket.getInputStream().read(bytes);
            into.put(bytes, 0, Math.max(0, count));
            return count;
        }

        @Override
        public int readNow(ByteBuffer into) throws IOException {
            return socket.getInputStream().available() > 0 ? read(into) : 0;
        }

        @Override
        public void write(ByteBuffer from) throws IOException {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            socket.getOutputStream().write(bytes);
        }
    }
}
