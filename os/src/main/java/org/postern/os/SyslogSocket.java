package org.postern.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.Event;

/// A datagram connection to the log daemon (`/dev/log`), in the form of syslog(3): `<PRI>Mmm dd hh:mm:ss tag[pid]: `
/// and the text.
///
/// It never waits: a line that the daemon does not take at once, also after one new connection, is counted as lost.
/// Safe for use by many threads.
public final class SyslogSocket implements AutoCloseable {
    /// The facility `mail`.
    public static final int FACILITY_MAIL = 2;

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x8_0000;
    private static final int MSG_NO_WAIT_NO_SIGNAL = 0x40 | 0x4000;
    private static final int MAX_PATH = 107;
    private static final int CLOSED = -1;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter PADDED = DateTimeFormatter.ofPattern("MMM  d HH:mm:ss", Locale.ROOT);

    private final String path;
    private final int facility;
    private final String tag;
    private final Clock clock;
    private final ZoneId zone;
    private final int longestLine;
    private final ReentrantLock lock = new ReentrantLock();
    private int socket = CLOSED;
    private long lost;

    /// @param path the daemon's socket, `/dev/log`
    /// @param facility the number of the facility, [#FACILITY_MAIL]
    /// @param tag the program's name in the line
    /// @param zone of the time stamp
    /// @param longestLine bytes of the text at most; what is longer is cut
    public SyslogSocket(String path, int facility, String tag, Clock clock, ZoneId zone, int longestLine) {
        if (path.length() > MAX_PATH) {
            throw new IllegalArgumentException("socket name of " + path.length() + " bytes");
        }
        this.path = path;
        this.facility = facility;
        this.tag = tag + "[" + ProcessHandle.current().pid() + "]: ";
        this.clock = clock;
        this.zone = zone;
        this.longestLine = longestLine;
    }

    /// Sends one line; line ends in it become blanks.
    ///
    /// @return false when it is lost
    public boolean send(Event.Priority priority, String text) {
        byte[] packet = packet(priority, text);
        lock.lock();
        try {
            boolean sent = sendOn(packet) || (reconnect() && sendOn(packet));
            lost += sent ? 0 : 1;
            return sent;
        } finally {
            lock.unlock();
        }
    }

    /// Lines that the daemon did not take so far.
    public long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    private byte[] packet(Event.Priority priority, String text) {
        ZonedDateTime now = Instant.ofEpochMilli(clock.epochMillis()).atZone(zone);
        String stamp = (now.getDayOfMonth() < 10 ? PADDED : STAMP).format(now);
        String line = text.length() > longestLine ? text.substring(0, longestLine) : text;
        return Ascii.bytes("<" + (facility * 8 + priority.code()) + ">" + stamp + " " + tag
                + line.replace('\n', ' ').replace('\r', ' ').replace('\0', ' '));
    }

    private boolean sendOn(byte[] packet) {
        if (socket == CLOSED) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(packet.length);
            MemorySegment.copy(packet, 0, bytes, JAVA_BYTE, 0, packet.length);
            return Kernel.callUninterrupted(
                            SystemCall.SENDTO, socket, bytes.address(), packet.length, MSG_NO_WAIT_NO_SIGNAL, 0, 0)
                    == packet.length;
        }
    }

    private boolean reconnect() {
        close();
        long opened = Kernel.call(SystemCall.SOCKET, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (opened < 0) {
            return false;
        }
        socket = (int) opened;
        try (Arena arena = Arena.ofConfined()) {
            byte[] name = Ascii.bytes(path);
            MemorySegment address = arena.allocate(2 + MAX_PATH + 1);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
            if (Kernel.call(SystemCall.CONNECT, socket, address.address(), 2L + name.length + 1) == 0) {
                return true;
            }
        }
        close();
        return false;
    }

    /// Closes the connection; the next line opens it again.
    @Override
    public void close() {
        lock.lock();
        try {
            if (socket != CLOSED) {
                Kernel.call(SystemCall.CLOSE, socket);
                socket = CLOSED;
            }
        } finally {
            lock.unlock();
        }
    }
}
