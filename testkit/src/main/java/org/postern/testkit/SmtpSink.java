package org.postern.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.Ascii;

/// An SMTP server in this process that accepts everything and keeps the messages, up to a limit; further ones are
/// only counted.
public final class SmtpSink implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 1000;
    private static final int MOST_LINE = 1 << 20;
    private static final int LIMIT_MILLIS = 60_000;
    private static final String OFFER =
            "250-sink.test greets you\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-DSN\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE";

    /// One accepted message.
    ///
    /// @param sender the argument of MAIL after `FROM:`, with parameters
    /// @param recipients the arguments of RCPT after `TO:`, with parameters
    /// @param data header and body as received, dots unstuffed, one `char` per byte
    public record Message(String sender, List<String> recipients, String data) {
        public Message {
            recipients = List.copyOf(recipients);
        }
    }

    private final int mostMessages;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Message> messages = new ArrayList<>();
    private final LoopbackServer server;
    private int count;
    private int connections;

    private SmtpSink(int mostMessages) {
        this.mostMessages = mostMessages;
        this.server = LoopbackServer.start(this::serve, MOST_CONNECTIONS, LIMIT_MILLIS);
    }

    /// Starts a sink on a free port of 127.0.0.1.
    ///
    /// @param mostMessages how many messages are kept
    public static SmtpSink start(int mostMessages) {
        return new SmtpSink(mostMessages);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.address();
    }

    /// The messages so far, oldest first.
    public List<Message> messages() {
        lock.lock();
        try {
            return List.copyOf(messages);
        } finally {
            lock.unlock();
        }
    }

    /// How many messages were accepted.
    public int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /// How many connections greeted.
    public int connections() {
        lock.lock();
        try {
            return connections;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until so many messages have come.
    ///
    /// @return the messages kept
    /// @throws AssertionError when they have not come within the seconds
    public List<Message> await(int wanted, int seconds) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(seconds);
            while (count < wanted) {
                if (left <= 0) {
                    throw new AssertionError(
                            "only " + count + " of " + wanted + " messages came within " + seconds + " s");
                }
                left = arrived.awaitNanos(left);
            }
            return List.copyOf(messages);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for messages", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private void keep(Message message) {
        lock.lock();
        try {
            count++;
            if (messages.size() < mostMessages) {
                messages.add(message);
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void serve(Socket socket, int number) throws IOException {
        lock.lock();
        try {
            connections++;
        } finally {
            lock.unlock();
        }
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        OutputStream out = socket.getOutputStream();
        StringBuilder replies = new StringBuilder("220 sink.test ESMTP\r\n");
        String sender = "";
        List<String> recipients = new ArrayList<>();
        while (true) {
            if (in.available() == 0) {
                out.write(Ascii.bytes(replies.toString()));
                replies.setLength(0);
            }
            String line = line(in);
            String verb = Ascii.lower(line.length() > 4 ? line.substring(0, 4) : line);
            switch (verb) {
                case "ehlo", "lhlo" -> replies.append(OFFER).append("\r\n");
                case "mail" -> {
                    sender = line.substring(Math.min(line.length(), 10));
                    recipients.clear();
                    replies.append("250 2.1.0 ok\r\n");
                }
                case "rcpt" -> {
                    recipients.add(line.substring(Math.min(line.length(), 8)));
                    replies.append("250 2.1.5 ok\r\n");
                }
                case "data" -> {
                    replies.append("354 go on\r\n");
                    out.write(Ascii.bytes(replies.toString()));
                    replies.setLength(0);
                    keep(new Message(sender, recipients, data(in)));
                    replies.append("250 2.0.0 kept\r\n");
                }
                case "quit" -> {
                    out.write(Ascii.bytes(replies.append("221 2.0.0 bye\r\n").toString()));
                    return;
                }
                default -> replies.append("250 2.0.0 ok\r\n");
            }
        }
    }

    private static String data(BufferedInputStream in) throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = line(in); !line.equals("."); line = line(in)) {
            data.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return data.toString();
    }

    /// The next line without its CR LF.
    private static String line(BufferedInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < MOST_LINE) {
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
