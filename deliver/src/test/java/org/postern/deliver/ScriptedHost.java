package org.postern.deliver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.tls.TlsConversation;
import org.postern.tls.TlsServerContext;

/// A next hop on 127.0.0.1 that answers as told: by default everything is good; a rule for the beginning of a command
/// replaces the answer. The answer `DROP` hangs up, `SILENCE` says nothing.
final class ScriptedHost implements AutoCloseable {
    private static final int LIMIT_MILLIS = 20_000;

    private final ServerSocket listening;
    private final Map<String, String> rules = new ConcurrentHashMap<>();
    private final List<String> commands = Collections.synchronizedList(new ArrayList<>());
    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> recipients = Collections.synchronizedList(new ArrayList<>());
    private final List<Socket> connections = Collections.synchronizedList(new ArrayList<>());
    private final Thread acceptor;
    private volatile Optional<TlsServerContext> tls = Optional.empty();
    private volatile Runnable silent = () -> {};
    private volatile boolean needsRecipients;
    private volatile String greeting = "220 sink.test ESMTP";
    private volatile String hello = "250-sink.test\r\n250-PIPELINING\r\n250-SIZE\r\n250 ENHANCEDSTATUSCODES";

    ScriptedHost() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// The answer to commands that begin so, `.` for the end of the message.
    ScriptedHost answer(String beginning, String reply) {
        rules.put(beginning, reply);
        return this;
    }

    ScriptedHost good(String beginning) {
        rules.remove(beginning);
        return this;
    }

    ScriptedHost greeting(String text) {
        greeting = text;
        return this;
    }

    ScriptedHost hello(String text) {
        hello = text;
        return this;
    }

    /// DATA without an accepted recipient is refused.
    ScriptedHost needsRecipients() {
        needsRecipients = true;
        return this;
    }

    /// Goes on in TLS after a good answer to STARTTLS that says nothing more; the commands then have a line with the
    /// version.
    ScriptedHost tls(TlsServerContext context) {
        tls = Optional.of(context);
        return this;
    }

    /// Runs when the host says nothing.
    ScriptedHost whenSilent(Runnable action) {
        silent = action;
        return this;
    }

    List<String> commands() {
        return List.copyOf(commands);
    }

    List<String> commands(String beginning) {
        return commands().stream().filter(line -> line.startsWith(beginning)).toList();
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    /// How many recipients each message had that came by DATA, whichever connection it came on.
    List<Integer> recipientsPerMessage() {
        return List.copyOf(recipients);
    }

    int connections() {
        return connections.size();
    }

    /// Hangs up on everybody.
    void hangUp() throws IOException {
        for (Socket socket : List.copyOf(connections)) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(LIMIT_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            int accepted = 0;
            boolean lmtp = false;
            if (!say(out, greeting)) {
                return;
            }
            StringBuilder chunks = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                lmtp |= line.startsWith("LHLO");
                if (line.startsWith("BDAT")) {
                    if (!readChunk(line, in, chunks) || !endOfChunk(line, out, chunks, accepted, lmtp)) {
                        return;
                    }
                    continue;
                }
                String reply =
                        needsRecipients && line.equals("DATA") && accepted == 0 ? "503 5.0.0 need rcpt" : reply(line);
                accepted += line.startsWith("RCPT") && reply.startsWith("2") ? 1 : 0;
                if (!say(out, reply) || line.equals("QUIT")) {
                    return;
                }
                if (line.equals("STARTTLS") && tls.isPresent() && reply.equals(usual(line))) {
                    TlsConversation inside = ScriptedTls.begin(socket, tls.get());
                    commands.add("== " + inside.identity().version());
                    in = ScriptedTls.reader(inside);
                    out = ScriptedTls.writer(inside);
                }
                if (reply.startsWith("354")) {
                    recipients.add(accepted);
                    if (!readMessage(in) || !endOfMessage(out, accepted, lmtp)) {
                        return;
                    }
                    accepted = 0;
                }
            }
        } catch (IOException _) {
            // the other side hung up
        }
    }

    private static boolean readChunk(String command, BufferedReader in, StringBuilder chunks) throws IOException {
        char[] bytes = new char[Integer.parseInt(command.split(" ", 3)[1])];
        for (int at = 0; at < bytes.length; ) {
            int count = in.read(bytes, at, bytes.length - at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        chunks.append(bytes);
        return true;
    }

    private boolean endOfChunk(String command, OutputStream out, StringBuilder chunks, int accepted, boolean lmtp)
            throws IOException {
        if (accepted == 0 || rule("BDAT").isPresent()) {
            return say(out, rule("BDAT").orElse("503 5.0.0 need rcpt"));
        }
        if (!command.endsWith(" LAST")) {
            return say(out, "250 2.0.0 ok");
        }
        messages.add(chunks.toString().replace("\r\n", "\n"));
        chunks.setLength(0);
        return endOfMessage(out, accepted, lmtp);
    }

    private boolean endOfMessage(OutputStream out, int accepted, boolean lmtp) throws IOException {
        boolean open = true;
        for (int i = 0; i < (lmtp ? accepted : 1); i++) {
            open &= say(out, rule("." + i).or(() -> rule(".")).orElse("250 2.0.0 stored"));
        }
        return open;
    }

    private boolean readMessage(BufferedReader in) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                messages.add(message.toString());
                return true;
            }
            message.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        return false;
    }

    private boolean say(OutputStream out, String reply) throws IOException {
        if (reply.equals("SILENCE")) {
            silent.run();
            return true;
        }
        if (reply.equals("DROP")) {
            return false;
        }
        out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return true;
    }

    private String reply(String line) {
        return rules.entrySet().stream()
                .filter(rule -> line.startsWith(rule.getKey()) && !rule.getKey().startsWith("."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> usual(line));
    }

    private Optional<String> rule(String key) {
        return Optional.ofNullable(rules.get(key));
    }

    private String usual(String line) {
        if (line.startsWith("EHLO") || line.startsWith("LHLO")) {
            return hello;
        }
        if (line.equals("STARTTLS")) {
            return "220 2.0.0 go";
        }
        return line.equals("DATA") ? "354 go on" : line.equals("QUIT") ? "221 2.0.0 bye" : "250 2.0.0 ok";
    }

    @Override
    public void close() throws IOException {
        listening.close();
        hangUp();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
