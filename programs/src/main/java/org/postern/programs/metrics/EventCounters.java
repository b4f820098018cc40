package org.postern.programs.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.postern.base.Event;
import org.postern.base.EventSink;

/// Counts events on their way to the log: all by name, decisions of rule sets by rule set and reply code,
/// attempts at delivery by mailer and status class.
///
/// The values of labels come from the configuration and from codes, so their number is small; beyond a bound they
/// are counted as `other`.
public final class EventCounters implements EventSink {
    /// What is counted together.
    ///
    /// @param metric the name of the metric without `_total`
    /// @param labels `name="value"`, joined by commas; may be empty
    record Key(String metric, String labels) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byMetric = metric.compareTo(other.metric);
            return byMetric != 0 ? byMetric : labels.compareTo(other.labels);
        }
    }

    private static final int MAX_KEYS = 2000;
    private static final String EVENTS = "postern_events";
    private static final String RULESETS = "postern_ruleset_decisions";
    private static final String DELIVERIES = "postern_delivery_attempts";

    private final EventSink next;
    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    /// @param next gets every event
    public EventCounters(EventSink next) {
        this.next = next;
    }

    @Override
    public void accept(Event event) {
        count(new Key(EVENTS, label("event", event.name())));
        if (event.name().startsWith("ruleset.")) {
            String action = event.name().substring("ruleset.".length());
            String code = value(event, action);
            count(new Key(
                    RULESETS,
                    label("ruleset", value(event, "ruleset")) + "," + label("action", action) + ","
                            + label("code", code.length() >= 3 ? code.substring(0, 3) : "")));
        } else if (event.name().equals("delivery.attempted")) {
            String dsn = value(event, "dsn");
            count(new Key(
                    DELIVERIES,
                    label("mailer", value(event, "mailer")) + ","
                            + label("status", dsn.isEmpty() ? "" : dsn.substring(0, 1))));
        }
        next.accept(event);
    }

    private static String value(Event event, String name) {
        for (Event.Field field : event.fields()) {
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        return "";
    }

    private void count(Key key) {
        LongAdder known = counts.get(key);
        if (known == null) {
            Key kept = counts.size() < MAX_KEYS ? key : new Key(key.metric(), label("other", "yes"));
            known = counts.computeIfAbsent(kept, _ -> new LongAdder());
        }
        known.increment();
    }

    private static String label(String name, String value) {
        StringBuilder out = new StringBuilder(name).append("=\"");
        for (int i = 0; i < value.length() && i < 60; i++) {
            char c = value.charAt(i);
            out.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? '_' : c);
        }
        return out.append('"').toString();
    }

    /// The counters in the text format, in order.
    void appendTo(StringBuilder out) {
        String metric = "";
        for (Map.Entry<Key, LongAdder> entry : new TreeMap<>(counts).entrySet()) {
            if (!metric.equals(entry.getKey().metric())) {
                metric = entry.getKey().metric();
                out.append("# TYPE ").append(metric).append(" counter\n");
            }
            out.append(metric).append("_total{").append(entry.getKey().labels()).append("} ");
            out.append(entry.getValue().sum()).append('\n');
        }
    }
}
