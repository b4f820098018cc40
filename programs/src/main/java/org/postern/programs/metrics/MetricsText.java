package org.postern.programs.metrics;

import java.util.function.Supplier;
import org.postern.queue.QueueFigures;
import org.postern.receive.ReceiveFigures;

/// The whole text that one look gets (OpenMetrics 1.0).
public final class MetricsText {
    private final EventCounters events;
    private final Supplier<ReceiveFigures> receive;
    private final Supplier<QueueFigures> queue;

    /// @param receive the figures of the receiving side, now
    /// @param queue those of the queue, now
    public MetricsText(EventCounters events, Supplier<ReceiveFigures> receive, Supplier<QueueFigures> queue) {
        this.events = events;
        this.receive = receive;
        this.queue = queue;
    }

    /// Renders it.
    public String render() {
        ReceiveFigures received = receive.get();
        QueueFigures queued = queue.get();
        StringBuilder out = new StringBuilder(4096);
        gauge(out, "postern_sessions", "SMTP sessions open now", received.sessions());
        counter(out, "postern_connections_accepted", "connections served", received.accepted());
        counter(out, "postern_connections_refused", "connections refused by a bound", received.refused());
        gauge(out, "postern_queue_waiting", "messages that wait", queued.waiting());
        gauge(out, "postern_queue_claimed", "messages that are being delivered", queued.claimed());
        counter(out, "postern_queue_committed", "messages accepted", queued.committed());
        counter(out, "postern_queue_syncs", "times data was forced to the disk", queued.synced());
        out.append("# TYPE postern_replies counter\n# HELP postern_replies replies of the SMTP server by code\n");
        received.replies()
                .forEach((code, count) -> out.append("postern_replies_total{code=\"")
                        .append(code)
                        .append("\"} ")
                        .append(count)
                        .append('\n'));
        events.appendTo(out);
        Runtime runtime = Runtime.getRuntime();
        gauge(out, "postern_memory_used_bytes", "heap in use", runtime.totalMemory() - runtime.freeMemory());
        return out.append("# EOF\n").toString();
    }

    private static void gauge(StringBuilder out, String name, String help, long value) {
        out.append("# TYPE ")
                .append(name)
                .append(" gauge\n# HELP ")
                .append(name)
                .append(' ')
                .append(help);
        out.append('\n').append(name).append(' ').append(value).append('\n');
    }

    private static void counter(StringBuilder out, String name, String help, long value) {
        out.append("# TYPE ")
                .append(name)
                .append(" counter\n# HELP ")
                .append(name)
                .append(' ')
                .append(help);
        out.append('\n').append(name).append("_total ").append(value).append('\n');
    }
}
