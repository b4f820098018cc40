package org.postern.base;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// How long the steps of some work take, counted in classes of duration. Safe for use by many threads.
///
/// The names of steps come from the program, so their number is small; beyond a bound they are counted as `other`.
public final class StepTimes {
    /// The upper ends of the classes in milliseconds; one more class has none.
    public static final List<Long> BOUNDS_MILLIS = List.of(1L, 4L, 16L, 64L, 256L, 1_000L, 4_000L, 16_000L, 64_000L);

    private static final int MAX_STEPS = 100;
    private static final long MILLI = 1_000_000L;

    /// The times of one step.
    ///
    /// @param classes how many were in each class, in the order of [#BOUNDS_MILLIS], and how many above all of them
    /// @param nanos all together
    public record Times(List<Long> classes, long nanos) {
        public Times {
            classes = List.copyOf(classes);
        }

        /// How many there were.
        public long count() {
            return classes.stream().mapToLong(Long::longValue).sum();
        }
    }

    private static final class Step {
        private final AtomicLongArray classes = new AtomicLongArray(BOUNDS_MILLIS.size() + 1);
        private final LongAdder nanos = new LongAdder();

        void add(long duration) {
            int at = 0;
            while (at < BOUNDS_MILLIS.size() && duration > BOUNDS_MILLIS.get(at) * MILLI) {
                at++;
            }
            classes.incrementAndGet(at);
            nanos.add(duration);
        }

        Times now() {
            List<Long> counts = new ArrayList<>(classes.length());
            for (int i = 0; i < classes.length(); i++) {
                counts.add(classes.get(i));
            }
            return new Times(counts, nanos.sum());
        }
    }

    private final Map<String, Step> steps = new ConcurrentHashMap<>();

    /// A step was taken.
    ///
    /// @param step its name: lower-case letters, digits and `_`
    /// @param nanos how long it took
    public void add(String step, long nanos) {
        Step known = steps.get(step);
        if (known == null) {
            known = steps.computeIfAbsent(steps.size() < MAX_STEPS ? step : "other", _ -> new Step());
        }
        known.add(Math.max(0, nanos));
    }

    /// All steps that were taken, by name.
    public Map<String, Times> all() {
        Map<String, Times> all = new TreeMap<>();
        steps.forEach((name, step) -> all.put(name, step.now()));
        return Collections.unmodifiableMap(all);
    }
}
