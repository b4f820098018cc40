package org.postern.receive;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.postern.base.EventSink;
import org.postern.base.PeerText;

/// Accepts connections of one listening socket and hands each on.
///
/// It has a thread of the system: among the virtual threads it would wait its turn behind every session that has work,
/// and meanwhile the kernel turns new clients away, who try again after seconds.
final class AcceptLoop {
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1000;

    private final String name;
    private final ServerSocketChannel socket;
    private final ConnectionThrottle throttle;
    private final Consumer<SocketChannel> taker;
    private final EventSink events;
    private final int limit;
    private final SmtpConnection.Pause pause;
    private String lastFailure = "";

    /// @param name of the daemon, for the log
    /// @param limit the limit that the throttle has, for the log
    /// @param taker must return at once and owns the channel from then on
    /// @param pause how to wait
    AcceptLoop(
            String name,
            ServerSocketChannel socket,
            ConnectionThrottle throttle,
            int limit,
            Consumer<SocketChannel> taker,
            EventSink events,
            SmtpConnection.Pause pause) {
        this.pause = pause;
        this.name = name;
        this.socket = socket;
        this.throttle = throttle;
        this.limit = limit;
        this.taker = taker;
        this.events = events;
    }

    Thread start() {
        return Thread.ofPlatform().daemon().name("accept-" + name).start(this::run);
    }

    private void run() {
        while (socket.isOpen()) {
            try {
                SocketChannel channel = socket.accept();
                lastFailure = "";
                long wait = throttle.millisToWait();
                if (wait > 0) {
                    events.accept(ReceiveNotice.ofDaemon(
                            ReceiveNotice.Kind.DEFERRING_CONNECTIONS,
                            "deferring connections on daemon " + name + ": " + limit + " per second"));
                    pause.millis(wait);
                }
                taker.accept(channel);
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException failure) {
                if (!pauseAfter(failure)) {
                    return;
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /// Waits a second, so that a host without free descriptors is not kept busy by this loop, and says once why.
    private boolean pauseAfter(IOException failure) {
        String reason = PeerText.escape(String.valueOf(failure.getMessage()), 200);
        if (!reason.equals(lastFailure)) {
            lastFailure = reason;
            events.accept(ReceiveNotice.of(ReceiveNotice.Kind.ACCEPT_FAILED, "getrequests: accept: " + reason));
        }
        try {
            pause.millis(PAUSE_AFTER_FAILURE_MILLIS);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    /// Takes no further connections.
    void stop(Thread running) {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is lost with a listening socket.
        }
        running.interrupt();
    }
}
