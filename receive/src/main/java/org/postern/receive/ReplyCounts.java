package org.postern.receive;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/// How many replies of each code were said. Safe for use by many threads.
final class ReplyCounts {
    private static final int CODES = 600;

    private final AtomicLongArray counts = new AtomicLongArray(CODES);

    void count(int code) {
        counts.incrementAndGet(code);
    }

    /// The codes that were said, in their order.
    Map<Integer, Long> all() {
        Map<Integer, Long> said = new TreeMap<>();
        for (int code = 0; code < CODES; code++) {
            long count = counts.get(code);
            if (count > 0) {
                said.put(code, count);
            }
        }
        return Collections.unmodifiableMap(said);
    }
}
