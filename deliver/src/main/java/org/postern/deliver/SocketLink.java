package org.postern.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.postern.base.Clock;

/// A connection over TCP.
///
/// A long wait has no timer of its own, which would have to be set and taken back for each reply: [#expire] ends it,
/// called for all connections every few seconds. A short one ends at its time.
final class SocketLink implements Link {
    /// From here on it does not matter when exactly a wait ends.
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Socket socket;
    private final Clock clock;
    private final InputStream in;
    private final OutputStream out;
    private boolean timed;
    private volatile boolean expired;

    /// When the wait ends, by the clock's nanoTime; 0 while nothing is waited for.
    private volatile long deadline;

    /// @param socket connected
    SocketLink(Socket socket, Clock clock) throws IOException {
        this.socket = socket;
        this.clock = clock;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    @Override
    public int read(byte[] bytes, Duration patience) throws IOException {
        if (patience.compareTo(LONG) < 0) {
            socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
            timed = true;
            return in.read(bytes, 0, bytes.length);
        }
        if (timed) {
            socket.setSoTimeout(0);
            timed = false;
        }
        long end = clock.nanoTime() + patience.toNanos();
        deadline = end == 0 ? 1 : end;
        int count;
        try {
            count = in.read(bytes, 0, bytes.length);
        } finally {
            deadline = 0;
        }
        if (count < 0 && expired) {
            throw new SocketTimeoutException("no answer in time");
        }
        return count;
    }

    @Override
    public void expire() {
        long end = deadline;
        if (end != 0 && clock.nanoTime() - end > 0) {
            expired = true;
            try {
                socket.shutdownInput();
            } catch (IOException _) {
                // it is closed already, which ends the wait as well
            }
        }
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // nothing is left to be done with it
        }
    }
}
