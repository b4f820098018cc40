package org.postern.receive;

import java.util.concurrent.atomic.AtomicLong;
import org.postern.cf.CfOption;
import org.postern.cf.OptionValues;
import org.postern.cf.PortOptions;

/// Decides whether a new connection of one daemon is served.
///
/// The bound of one client comes first, so that nobody closes the port for others; then the bounds of all (option
/// MaxDaemonChildren, `children=`), then the load of the host (RefuseLA, DelayLA).
final class Admission {
    /// What becomes of a connection.
    sealed interface Decision {
        /// It is served.
        ///
        /// @param delayed the host is busy: a second passes first
        record Serve(boolean delayed) implements Decision {}

        /// It gets this line in place of a greeting.
        record Refuse(String line) implements Decision {}
    }

    private static final long DELAY_LINE_NANOS = 90_000_000_000L;
    private static final long BUSY_MILLIS = 1000;

    private final ReceiveContext context;
    private final String name;
    private final String hostName;
    private final int maxSessions;
    private final int refuseLoad;
    private final int delayLoad;
    private final RejectionLog rejections;
    private final AtomicLong lastDelayLine = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong lastCommandLine = new AtomicLong(Long.MIN_VALUE);

    /// @param hostName the name that clients are told
    Admission(ReceiveContext context, PortOptions port, String hostName) {
        OptionValues options = context.configuration().options();
        this.context = context;
        this.name = port.name();
        this.hostName = hostName;
        int all = context.limits().maxSessions();
        this.maxSessions = port.maxChildren() > 0 ? Math.min(port.maxChildren(), all) : all;
        this.refuseLoad = port.refuseLoad() > 0 ? port.refuseLoad() : load(options, CfOption.REFUSE_LA);
        this.delayLoad = port.delayLoad() > 0 ? port.delayLoad() : load(options, CfOption.DELAY_LA);
        this.rejections = new RejectionLog(
                name, options.duration(CfOption.REJECT_LOG_INTERVAL), context.clock(), context.events());
    }

    private static int load(OptionValues options, CfOption option) {
        return Math.clamp(options.number(option), 0, Integer.MAX_VALUE);
    }

    /// @param counts of the client, with this connection
    /// @param open connections of all clients, with this one
    Decision decide(ClientFigures.Counts counts, int open) {
        if (counts.connections() > context.limits().maxSessionsPerClient()) {
            return new Decision.Refuse("421 4.3.2 Too many open connections.");
        }
        if (open > maxSessions) {
            rejections.rejected((open - 1) + " children, max " + maxSessions);
            return new Decision.Refuse("421 4.3.2 " + hostName + " Too many connections, try again later");
        }
        int load = context.host().loadAverage();
        if (refuseLoad > 0 && load >= refuseLoad) {
            rejections.rejected("load average: " + load);
            return new Decision.Refuse("421 4.3.2 " + hostName + " Load too high, try again later");
        }
        rejections.accepted();
        boolean delayed = delayLoad > 0 && load >= delayLoad;
        if (delayed) {
            noteDelay(load);
        }
        return new Decision.Serve(delayed);
    }

    /// How long a command waits while the host is busy, in milliseconds (option DelayLA).
    ///
    /// @param command its word, for the log
    long busyMillis(String command) {
        if (delayLoad == 0) {
            return 0;
        }
        int load = context.host().loadAverage();
        if (load < delayLoad) {
            return 0;
        }
        if (isDue(lastCommandLine)) {
            context.events()
                    .accept(ReceiveNotice.ofDaemon(
                            ReceiveNotice.Kind.DELAYING_COMMANDS,
                            "delaying=" + command + ", load average=" + load + " >= " + delayLoad));
        }
        return BUSY_MILLIS;
    }

    private void noteDelay(int load) {
        if (isDue(lastDelayLine)) {
            context.events()
                    .accept(ReceiveNotice.ofDaemon(
                            ReceiveNotice.Kind.DELAYING_CONNECTIONS,
                            "delaying connections on daemon " + name + ": load average=" + load + " >= " + delayLoad));
        }
    }

    /// True once in 90 seconds.
    private boolean isDue(AtomicLong lastLine) {
        long now = context.clock().nanoTime();
        long last = lastLine.get();
        boolean due = last == Long.MIN_VALUE || now - last >= DELAY_LINE_NANOS;
        return due && lastLine.compareAndSet(last, now);
    }
}
