package org.postern.receive;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;

/// The client's end of a connection to a service under test. A line that does not come within ten seconds fails the
/// test.
final class SmtpTalk implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 10_000;

    private final SocketChannel channel;
    private final InputStream in;

    SmtpTalk(SocketAddress address) throws IOException {
        this(SocketChannel.open(address), address);
    }

    /// A connection from this address.
    static SmtpTalk from(InetSocketAddress own, InetSocketAddress address) throws IOException {
        SocketChannel bound = SocketChannel.open().bind(own);
        bound.connect(address);
        return new SmtpTalk(bound, address);
    }

    private SmtpTalk(SocketChannel channel, SocketAddress address) throws IOException {
        this.channel = channel;
        if (address instanceof InetSocketAddress) {
            channel.socket().setSoTimeout(DEADLINE_MILLIS);
            in = channel.socket().getInputStream();
        } else {
            in = Channels.newInputStream(channel);
        }
    }

    SmtpTalk send(String text) throws IOException {
        var bytes = java.nio.ByteBuffer.wrap(Ascii.bytes(text));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /// Sends a line and returns the whole reply, lines joined by `\n`.
    String ask(String line) throws IOException {
        send(line + "\r\n");
        return reply();
    }

    /// The next whole reply, lines joined by `\n`.
    String reply() throws IOException {
        List<String> lines = new ArrayList<>();
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            lines.add(line);
            line = line();
        }
        lines.add(line);
        return String.join("\n", lines);
    }

    private String line() throws IOException {
        StringBuilder out = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            out.append((char) c);
            c = in.read();
        }
        if (c < 0) {
            throw new AssertionError("the server closed after: " + out);
        }
        return out.toString().replace("\r", "");
    }

    /// True when the server has closed and sent nothing more.
    boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
