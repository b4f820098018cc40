package org.postern.receive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.postern.sasl.SecurityLayer;
import org.postern.tls.ServerWish;
import org.postern.tls.TlsConversation;
import org.postern.tls.TlsIdentity;
import org.postern.tls.TlsServerContext;

/// The bytes of one connection, for the one virtual thread that serves it.
///
/// While it waits for the client it holds only a small buffer; a large one is borrowed from the pool while data
/// arrives faster than the small one takes it, and given back before the next wait.
final class ConnectionStream implements DeadlineWatch.Watched {
    /// What one wait gave.
    enum Arrival {
        BYTES,
        CLOSED,
        TIMED_OUT
    }

    private static final byte[] NOTHING = new byte[0];
    private static final int SMALL = 512;
    private static final int MAX_DRAINED = 1 << 18;

    private final SocketChannel channel;
    private final Wire wire;
    private Layer layer;
    private final BufferPool pool;
    private final DeadlineWatch watch;
    private byte[] small = NOTHING;
    private byte[] large = NOTHING;
    private byte[] ahead = NOTHING;
    private int aheadLength;
    private byte[] bytes = NOTHING;
    private int length;
    private boolean lastFilled;
    private boolean clientClosed;
    private volatile long deadline;
    private volatile boolean writing;
    private volatile boolean expired;

    ConnectionStream(SocketChannel channel, BufferPool pool, DeadlineWatch watch) {
        this.channel = channel;
        this.wire = new Wire(channel);
        this.layer = wire;
        this.pool = pool;
        this.watch = watch;
    }

    /// The array that holds what the last wait gave, from its start; it stays as it is until the next wait.
    byte[] bytes() {
        return bytes;
    }

    /// How many bytes the last wait gave.
    int length() {
        return length;
    }

    /// Waits for bytes.
    ///
    /// @param nanos for how long at most
    Arrival await(long nanos) throws IOException {
        giveBack();
        if (aheadLength > 0) {
            large = ahead;
            ahead = NOTHING;
            hand(large, aheadLength);
            aheadLength = 0;
            return Arrival.BYTES;
        }
        if (clientClosed) {
            return Arrival.CLOSED;
        }
        if (lastFilled && readNow()) {
            return clientClosed ? Arrival.CLOSED : Arrival.BYTES;
        }
        return readWaiting(nanos);
    }

    private boolean readNow() throws IOException {
        large = pool.take();
        int count = layer.readNow(large);
        if (count > 0) {
            hand(large, count);
            return true;
        }
        giveBack();
        clientClosed = count < 0;
        return clientClosed;
    }

    private Arrival readWaiting(long nanos) throws IOException {
        if (small.length == 0) {
            small = new byte[SMALL];
        }
        deadline = watch.deadlineAfter(nanos);
        int count;
        try {
            count = layer.read(small);
        } finally {
            deadline = 0;
        }
        if (count > 0) {
            hand(small, count);
            return Arrival.BYTES;
        }
        clientClosed = true;
        return expired ? Arrival.TIMED_OUT : Arrival.CLOSED;
    }

    private void hand(byte[] from, int count) {
        bytes = from;
        length = count;
        lastFilled = count == from.length;
    }

    private void giveBack() {
        bytes = NOTHING;
        length = 0;
        if (large.length > 0) {
            pool.give(large);
            large = NOTHING;
        }
    }

    /// True when the client has sent more than what the last wait gave. What came is kept for the next wait.
    boolean moreHasCome() {
        if (aheadLength > 0) {
            return true;
        }
        byte[] buffer = pool.take();
        int count = 0;
        try {
            count = layer.readNow(buffer);
        } catch (IOException _) {
            clientClosed = true;
        }
        if (count > 0) {
            ahead = buffer;
            aheadLength = count;
            return true;
        }
        pool.give(buffer);
        clientClosed |= count < 0;
        return false;
    }

    /// Starts TLS as the server. What the client sent before and nobody has used is dropped: it came in the clear
    /// (RFC 3207 §4.2).
    ///
    /// @param nanos for how long at most
    /// @throws org.postern.tls.TlsFailure when both sides could not agree; the connection is then of no use
    /// @throws IOException when the client is gone or the time is over
    TlsIdentity startTls(TlsServerContext context, ServerWish wish, long nanos) throws IOException {
        dropAhead();
        lastFilled = false;
        TlsConversation conversation = TlsConversation.server(context, wire, wish);
        writing = true;
        deadline = watch.deadlineAfter(nanos);
        try {
            conversation.handshake();
        } finally {
            deadline = 0;
            writing = false;
        }
        layer = new TlsLayer(conversation);
        return conversation.identity();
    }

    /// From now on everything goes through this; what came before it and nobody has used is dropped.
    void startLayer(SecurityLayer security) {
        dropAhead();
        lastFilled = false;
        layer = new SaslLayer(layer, security);
    }

    private void dropAhead() {
        if (ahead.length > 0) {
            pool.give(ahead);
            ahead = NOTHING;
            aheadLength = 0;
        }
    }

    /// Sends all of it.
    ///
    /// @param nanos for how long at most
    /// @throws IOException when the client is gone or takes nothing within the time
    void send(byte[] data, long nanos) throws IOException {
        writing = true;
        deadline = watch.deadlineAfter(nanos);
        try {
            layer.write(data);
        } finally {
            deadline = 0;
            writing = false;
        }
    }

    /// Ends the connection so that the client can still read the last reply: says that nothing follows, and takes a
    /// bounded amount of what has come, because a close with unread bytes throws away what was sent.
    void close() {
        giveBack();
        dropAhead();
        try (channel) {
            if (!clientClosed) {
                wire.lastWords();
                layer.end();
                channel.shutdownOutput();
                drain();
            }
        } catch (IOException _) {
            // The client has gone first.
        }
    }

    private void drain() throws IOException {
        byte[] sink = pool.take();
        try {
            int total = 0;
            int count = wire.readNow(ByteBuffer.wrap(sink));
            while (count > 0 && total < MAX_DRAINED) {
                total += count;
                count = wire.readNow(ByteBuffer.wrap(sink));
            }
        } finally {
            pool.give(sink);
        }
    }

    /// Ends the connection at once, from any thread.
    void abort() {
        expired = true;
        try {
            channel.close();
        } catch (IOException _) {
            // It is closed already.
        }
    }

    @Override
    public long deadlineNanos() {
        return deadline;
    }

    @Override
    public void expire() {
        expired = true;
        try {
            if (writing) {
                channel.close();
            } else {
                channel.shutdownInput();
            }
        } catch (IOException _) {
            // It is closed already.
        }
    }
}
