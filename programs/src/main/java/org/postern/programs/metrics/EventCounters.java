package org.postern.programs.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.base.StepTimes;
import org.postern.cf.DecidingEntry;
import org.postern.deliver.DeliveryAttempted;
import org.postern.receive.RulesetEvent;

/// Counts events on their way to the log: all by name, decisions of rule sets by rule set, reply code and the entry of
/// the map that decided, attempts at delivery by mailer and status class.
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

    private final StepTimes deliveries = new StepTimes();
    private final EventSink next;
    private final Predicate<String> keyed;
    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    /// @param next gets every event
    /// @param keyed true for the names of maps whose keys the administrator has written
    public EventCounters(EventSink next, Predicate<String> keyed) {
        this.next = next;
        this.keyed = keyed;
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
                            + label("code", code.length() >= 3 ? code.substring(0, 3) : "") + ","
                            + entry(event)));
        } else if (event.name().equals("delivery.attempted")) {
            String dsn = value(event, "dsn");
            count(new Key(
                    DELIVERIES,
                    label("mailer", value(event, "mailer")) + ","
                            + label("status", dsn.isEmpty() ? "" : dsn.substring(0, 1))));
            if (event instanceof DeliveryAttempted attempt) {
                attempt.attemptSeconds()
                        .ifPresent(seconds -> deliveries.add(attempt.mailer(), TimeUnit.SECONDS.toNanos(seconds)));
            }
        }
        next.accept(event);
    }

    /// The entry of a map that decided. Only keys that the administrator has written are shown: in maps that compute,
    /// or ask somebody, peers choose them.
    private String entry(Event event) {
        Optional<DecidingEntry> entry = event instanceof RulesetEvent decided ? decided.entry() : Optional.empty();
        String map = entry.map(DecidingEntry::map).orElse("");
        boolean written = keyed.test(map);
        return label("map", map) + ","
                + label("key", written ? entry.map(DecidingEntry::key).orElse("") : "");
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

    /// A label; what cannot stand in one is shown as `_`.
    static String label(String name, String value) {
        StringBuilder out = new StringBuilder(name).append("=\"");
        for (int i = 0; i < value.length() && i < 60; i++) {
            char c = value.charAt(i);
            out.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? '_' : c);
        }
        return out.append('"').toString();
    }

    /// How long attempts at delivery took, by mailer.
    Map<String, StepTimes.Times> deliveryTimes() {
        return deliveries.all();
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
