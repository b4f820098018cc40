package org.postern.programs.statistics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// Counters for each mailer, by its number in the configuration, and for connections. Not safe for several threads.
public final class MailStatistics {
    /// What is counted for each mailer, in the order of the file.
    public enum Count {
        MESSAGES_FROM,
        /// In units of 1024 bytes, each message rounded up.
        KILOBYTES_FROM,
        MESSAGES_TO,
        KILOBYTES_TO,
        REJECTED,
        DISCARDED,
        QUARANTINED
    }

    /// How many mailers the file has room for.
    public static final int MAILERS = 25;

    /// The size of the file.
    static final int BYTES = 2 * Integer.BYTES + 2 * Long.BYTES + 3 * Long.BYTES + Count.values().length * MAILERS * 8;

    private static final int MAGIC = 0x1B1DE;
    private static final int VERSION = 4;

    private long since;
    private long connectionsFrom;
    private long connectionsTo;
    private long connectionsRejected;
    private final Map<Count, long[]> counts = new EnumMap<>(Count.class);

    /// Counters that are all 0.
    ///
    /// @param since when counting began, in seconds
    public MailStatistics(long since) {
        this.since = since;
        for (Count count : Count.values()) {
            counts.put(count, new long[MAILERS]);
        }
    }

    /// A file that is no statistics file.
    public static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1;

        UnfitException(String message) {
            super(message);
        }
    }

    /// Reads a file.
    ///
    /// @param bytes all of it; none at all stands for counters that are 0
    /// @param name for complaints
    /// @param now the beginning of counters that are not there yet
    /// @throws UnfitException in mailstats' words
    public static MailStatistics parse(byte[] bytes, String name, long now) throws UnfitException {
        if (bytes.length == 0) {
            return new MailStatistics(now);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        if (bytes.length < 2 * Integer.BYTES || in.getInt() != MAGIC) {
            throw new UnfitException("incorrect magic number in " + name);
        }
        int version = in.getInt();
        if (version != VERSION) {
            throw new UnfitException(
                    "mailstats version (" + VERSION + ") incompatible with " + name + " version (" + version + ")");
        }
        if (bytes.length != BYTES) {
            throw new UnfitException("file size changed.");
        }
        MailStatistics read = new MailStatistics(in.getLong());
        if (Short.toUnsignedInt((short) in.getLong()) != BYTES) {
            throw new UnfitException("file size changed.");
        }
        read.connectionsFrom = in.getLong();
        read.connectionsTo = in.getLong();
        read.connectionsRejected = in.getLong();
        for (long[] column : read.counts.values()) {
            for (int i = 0; i < MAILERS; i++) {
                column[i] = in.getLong();
            }
        }
        return read;
    }

    /// As the content of a file.
    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());
        out.putInt(MAGIC).putInt(VERSION).putLong(since).putLong(BYTES);
        out.putLong(connectionsFrom).putLong(connectionsTo).putLong(connectionsRejected);
        for (long[] column : counts.values()) {
            for (long value : column) {
                out.putLong(value);
            }
        }
        return out.array();
    }

    /// Adds to one counter; a mailer that the file has no room for counts as the last one.
    void add(Count count, int mailer, long number) {
        column(count)[Math.clamp(mailer, 0, MAILERS - 1)] += number;
    }

    void addConnections(long from, long to, long rejected) {
        connectionsFrom += from;
        connectionsTo += to;
        connectionsRejected += rejected;
    }

    /// Adds all counters of another one.
    void add(MailStatistics other) {
        addConnections(other.connectionsFrom, other.connectionsTo, other.connectionsRejected);
        for (Count count : Count.values()) {
            for (int i = 0; i < MAILERS; i++) {
                column(count)[i] += other.of(count, i);
            }
        }
    }

    boolean isEmpty() {
        return connectionsFrom == 0
                && connectionsTo == 0
                && connectionsRejected == 0
                && counts.values().stream()
                        .allMatch(column -> Arrays.stream(column).allMatch(value -> value == 0));
    }

    private long[] column(Count count) {
        return counts.getOrDefault(count, new long[MAILERS]);
    }

    /// One counter.
    public long of(Count count, int mailer) {
        return column(count)[mailer];
    }

    /// One counter over all mailers.
    public long total(Count count) {
        return Arrays.stream(column(count)).sum();
    }

    /// When counting began, in seconds.
    public long since() {
        return since;
    }

    /// Connections of clients.
    public long connectionsFrom() {
        return connectionsFrom;
    }

    /// Connections to other hosts.
    public long connectionsTo() {
        return connectionsTo;
    }

    /// What was rejected or discarded.
    public long connectionsRejected() {
        return connectionsRejected;
    }
}
