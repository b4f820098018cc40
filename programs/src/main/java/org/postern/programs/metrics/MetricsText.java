package org.postern.programs.metrics;

import java.util.Map;
import java.util.function.Supplier;
import org.postern.base.StepTimes;
import org.postern.queue.QueueFigures;
import org.postern.receive.ReceiveFigures;
import org.postern.receive.ReplyKind;

/// The whole text that one look gets (OpenMetrics 1.0).
public final class MetricsText {
    private static final String STEPS = "postern_step_seconds";
    private static final String DELIVERIES = "postern_delivery_seconds";
    private static final double MILLIS = 1000;
    private static final double NANOS = 1e9;

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
        gauge(
                out,
                "postern_process_id",
                "the process that faces the network",
                ProcessHandle.current().pid());
        gauge(out, "postern_queue_waiting", "messages that wait", queued.waiting());
        gauge(out, "postern_queue_claimed", "messages that are being delivered", queued.claimed());
        counter(out, "postern_queue_committed", "messages accepted", queued.committed());
        counter(out, "postern_queue_syncs", "times data was forced to the disk", queued.synced());
        replies(out, received.replies());
        events.appendTo(out);
        times(out, STEPS, "step", received.times());
        times(out, DELIVERIES, "mailer", events.deliveryTimes());
        Runtime runtime = Runtime.getRuntime();
        gauge(out, "postern_memory_used_bytes", "heap in use", runtime.totalMemory() - runtime.freeMemory());
        return out.append("# EOF\n").toString();
    }

    private static void replies(StringBuilder out, Map<ReplyKind, Long> replies) {
        out.append("# TYPE postern_replies counter\n# HELP postern_replies ")
                .append("replies of the SMTP server by code, reason (enhanced status) and command\n");
        replies.forEach((kind, count) -> out.append("postern_replies_total{code=\"")
                .append(kind.code())
                .append("\",reason=\"")
                .append(kind.status())
                .append("\",command=\"")
                .append(kind.command())
                .append("\"} ")
                .append(count)
                .append('\n'));
    }

    /// A histogram counts in each class all that is not longer (OpenMetrics 1.0, Histogram).
    private static void times(StringBuilder out, String metric, String label, Map<String, StepTimes.Times> times) {
        out.append("# TYPE ")
                .append(metric)
                .append(" histogram\n# UNIT ")
                .append(metric)
                .append(" seconds\n# HELP ");
        out.append(metric).append(" how long each took\n");
        times.forEach((name, taken) -> {
            String labels = EventCounters.label(label, name);
            long sum = 0;
            for (int i = 0; i < taken.classes().size(); i++) {
                sum += taken.classes().get(i);
                String bound = i < StepTimes.BOUNDS_MILLIS.size()
                        ? Double.toString(StepTimes.BOUNDS_MILLIS.get(i) / MILLIS)
                        : "+Inf";
                sample(out, metric + "_bucket", labels + ",le=\"" + bound + '"', sum);
            }
            sample(out, metric + "_count", labels, sum);
            sample(out, metric + "_sum", labels, taken.nanos() / NANOS);
        });
    }

    private static void sample(StringBuilder out, String metric, String labels, Number value) {
        out.append(metric).append('{').append(labels).append("} ").append(value).append('\n');
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
