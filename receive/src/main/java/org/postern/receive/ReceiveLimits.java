package org.postern.receive;

import java.time.Duration;
import org.postern.cf.CfOption;
import org.postern.cf.CfTimeout;
import org.postern.cf.OptionValues;

/// The bounds of the receiving side that do not belong to one SMTP session.
///
/// @param maxSessions sessions at the same time over all listeners; option MaxDaemonChildren when it is set
/// @param maxSessionsPerClient sessions of one client address at the same time
/// @param connectionRateThrottle connections a second that one listener takes before it lets further ones wait, 0
///     for no limit (option ConnectionRateThrottle)
/// @param connectionRateWindow the window of `{client_rate}` (option ConnectionRateWindowSize)
/// @param maxRememberedClients client addresses whose rates are remembered
/// @param commandTimeout Timeout.command
/// @param dataBlockTimeout Timeout.datablock
/// @param backlog the length of the kernel's queue of connections when `Listen=` does not say
/// @param identTimeout Timeout.ident; zero to ask nobody
/// @param sessionMemory bytes that the recipients and headers of all sessions may take together
public record ReceiveLimits(
        int maxSessions,
        int maxSessionsPerClient,
        int connectionRateThrottle,
        Duration connectionRateWindow,
        int maxRememberedClients,
        Duration commandTimeout,
        Duration dataBlockTimeout,
        int backlog,
        Duration identTimeout,
        long sessionMemory) {
    /// What holds when the configuration says nothing.
    public static final ReceiveLimits DEFAULT = new ReceiveLimits(
            20_000,
            5_000,
            0,
            Duration.ofSeconds(60),
            100_000,
            Duration.ofHours(1),
            Duration.ofHours(1),
            4096,
            Duration.ZERO,
            Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4));

    /// Descriptors that sessions never get: the queue, deliveries, maps and the log need them.
    private static final int OTHER_FILES = 512;

    /// What a session that waits costs in the heap, its thread and buffers included (`bench/run slow`).
    private static final int SESSION_BYTES = 12 * 1024;

    /// Of the heap, the hundredths that sessions may fill: recipients and headers have a quarter, the rest the others.
    private static final int HEAP_SHARE = 55;

    public ReceiveLimits {
        if (maxSessions <= 0 || maxSessionsPerClient <= 0 || maxRememberedClients <= 0 || backlog <= 0) {
            throw new IllegalArgumentException("a limit that is not positive");
        }
        if (connectionRateThrottle < 0 || connectionRateWindow.isNegative()) {
            throw new IllegalArgumentException("a negative limit");
        }
    }

    /// The bounds that a configuration sets, and the defaults for those that it leaves open.
    public static ReceiveLimits of(OptionValues options) {
        int children = bounded(options, CfOption.MAX_DAEMON_CHILDREN);
        int sessions = children > 0 ? children : DEFAULT.maxSessions();
        return new ReceiveLimits(
                sessions,
                shareOfOneClient(sessions),
                bounded(options, CfOption.CONNECTION_RATE_THROTTLE),
                options.duration(CfOption.CONNECTION_RATE_WINDOW_SIZE),
                DEFAULT.maxRememberedClients(),
                options.timeout(CfTimeout.COMMAND),
                options.timeout(CfTimeout.DATA_BLOCK),
                DEFAULT.backlog(),
                options.timeout(CfTimeout.IDENT),
                DEFAULT.sessionMemory());
    }

    /// The same with no more sessions than this process has room for, so that a crowd of clients meets a bound that
    /// answers them, not a process that is out of descriptors or memory.
    ///
    /// @param openFiles how many descriptors the process may have
    /// @param heapBytes the largest heap that it may have
    public ReceiveLimits fitting(long openFiles, long heapBytes) {
        long files = openFiles - Math.min(OTHER_FILES, openFiles / 2);
        long memory = heapBytes / 100 * HEAP_SHARE / SESSION_BYTES;
        int sessions = (int) Math.max(1, Math.min(maxSessions, Math.min(files, memory)));
        return sessions == maxSessions
                ? this
                : new ReceiveLimits(
                        sessions,
                        Math.min(maxSessionsPerClient, shareOfOneClient(sessions)),
                        connectionRateThrottle,
                        connectionRateWindow,
                        maxRememberedClients,
                        commandTimeout,
                        dataBlockTimeout,
                        backlog,
                        identTimeout,
                        sessionMemory);
    }

    /// One client leaves a quarter of the places to others.
    private static int shareOfOneClient(int sessions) {
        int others = Math.max(1, sessions / 4);
        return Math.clamp(sessions - others, 1, DEFAULT.maxSessionsPerClient());
    }

    private static int bounded(OptionValues options, CfOption option) {
        return Math.clamp(options.number(option), 0, 1_000_000);
    }
}
