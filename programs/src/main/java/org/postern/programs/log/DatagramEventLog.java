package org.postern.programs.log;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.base.PeerText;

/// Sends events to a log host in the form of RFC 5424, one datagram each (RFC 5426), facility mail, with the name
/// of the event as MSGID and the classic text.
///
/// It never waits: what the system does not take at once is counted as lost.
public final class DatagramEventLog implements EventSink, AutoCloseable {
    private static final int FACILITY_MAIL = 2;
    private static final int LONGEST = 1000;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    private final DatagramChannel channel;
    private final Clock clock;
    private final LogIdentity identity;
    private final int logLevel;
    private final AtomicLong lost = new AtomicLong();

    private DatagramEventLog(DatagramChannel channel, Clock clock, LogIdentity identity, int logLevel) {
        this.channel = channel;
        this.clock = clock;
        this.identity = identity;
        this.logLevel = logLevel;
    }

    /// Opens the way to the log host.
    ///
    /// @param logLevel events above this level are dropped
    public static DatagramEventLog open(InetSocketAddress host, Clock clock, LogIdentity identity, int logLevel)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.connect(host);
        return new DatagramEventLog(channel, clock, identity, logLevel);
    }

    @Override
    public void accept(Event event) {
        if (event.logLevel() > logLevel) {
            return;
        }
        try {
            byte[] packet = Ascii.bytes(packet(clock.epochMillis(), identity, event));
            if (channel.write(ByteBuffer.wrap(packet)) == 0) {
                lost.incrementAndGet();
            }
        } catch (IOException _) {
            lost.incrementAndGet();
        }
    }

    /// `<22>1 TIME HOST TAG PID MSGID - TEXT`.
    static String packet(long epochMillis, LogIdentity identity, Event event) {
        ZoneId zone = identity.zone();
        return "<" + (FACILITY_MAIL * 8 + event.priority().code()) + ">1 "
                + STAMP.format(Instant.ofEpochMilli(epochMillis).atZone(zone)) + " " + word(identity.host()) + " "
                + word(identity.tag()) + " " + identity.processId() + " " + word(event.name()) + " - "
                + PeerText.escape(event.line(), LONGEST);
    }

    /// Header fields have no blanks; an empty one is `-`.
    private static String word(String text) {
        String safe = text.replaceAll("[^!-~]", "_");
        return safe.isEmpty() ? "-" : safe.substring(0, Math.min(safe.length(), 48));
    }

    /// Lines that could not be sent.
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
