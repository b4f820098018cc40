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
            1024,
            Duration.ZERO,
            Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4));

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
                Math.min(sessions, DEFAULT.maxSessionsPerClient()),
                bounded(options, CfOption.CONNECTION_RATE_THROTTLE),
                options.duration(CfOption.CONNECTION_RATE_WINDOW_SIZE),
                DEFAULT.maxRememberedClients(),
                options.timeout(CfTimeout.COMMAND),
                options.timeout(CfTimeout.DATA_BLOCK),
                DEFAULT.backlog(),
                options.timeout(CfTimeout.IDENT),
                DEFAULT.sessionMemory());
    }

    private static int bounded(OptionValues options, CfOption option) {
        return Math.clamp(options.number(option), 0, 1_000_000);
    }
}
