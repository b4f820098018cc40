package org.postern.deliver;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// The numbers behind [DeliveryFigures].
final class DeliveryCounters {
    final AtomicInteger active = new AtomicInteger();
    final LongAdder delivered = new LongAdder();
    final LongAdder deferred = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder reports = new LongAdder();
    final LongAdder connections = new LongAdder();
    final LongAdder reused = new LongAdder();

    DeliveryFigures figures(int idleConnections) {
        return new DeliveryFigures(
                active.get(),
                delivered.sum(),
                deferred.sum(),
                failed.sum(),
                reports.sum(),
                connections.sum(),
                reused.sum(),
                idleConnections);
    }
}
