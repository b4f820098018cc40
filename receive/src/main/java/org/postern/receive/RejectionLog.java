package org.postern.receive;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.Clock;
import org.postern.base.EventSink;

/// Says that a daemon rejects connections, in sendmail's words, and at an interval that it still does (option
/// RejectLogInterval): a flood of connections is no flood of lines.
final class RejectionLog {
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private final String daemon;
    private final Duration interval;
    private final Clock clock;
    private final EventSink events;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean rejecting;
    private long since;
    private long nextLine;
    private long lastBegin = Long.MIN_VALUE;

    /// @param daemon its name
    /// @param interval option RejectLogInterval; not positive for never again
    RejectionLog(String daemon, Duration interval, Clock clock, EventSink events) {
        this.daemon = daemon;
        this.interval = interval;
        this.clock = clock;
        this.events = events;
    }

    /// A connection was rejected.
    ///
    /// @param reason `load average: 9`
    void rejected(String reason) {
        lock.lock();
        try {
            long now = clock.nanoTime();
            if (!rejecting) {
                begin(now, reason);
            } else if (interval.isPositive() && now - nextLine >= 0) {
                nextLine = now + interval.toNanos();
                say(
                        ReceiveNotice.Kind.STILL_REJECTING,
                        "have been rejecting connections on daemon " + daemon + " for "
                                + interval(Duration.ofNanos(now - since)));
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin(long now, String reason) {
        rejecting = true;
        since = now;
        nextLine = now + interval.toNanos();
        if (lastBegin == Long.MIN_VALUE || now - lastBegin >= SHORTEST.toNanos()) {
            lastBegin = now;
            say(ReceiveNotice.Kind.REJECTING_CONNECTIONS, "rejecting connections on daemon " + daemon + ": " + reason);
        }
    }

    private void say(ReceiveNotice.Kind kind, String text) {
        events.accept(ReceiveNotice.ofDaemon(kind, text));
    }

    /// A connection was accepted.
    void accepted() {
        lock.lock();
        try {
            rejecting = false;
        } finally {
            lock.unlock();
        }
    }

    /// A span as sendmail writes it: `03:00:00`, `1+02:03:04`.
    static String interval(Duration span) {
        String days = span.toDays() > 0 ? span.toDays() + "+" : "";
        return days + two(span.toHoursPart()) + ":" + two(span.toMinutesPart()) + ":" + two(span.toSecondsPart());
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
