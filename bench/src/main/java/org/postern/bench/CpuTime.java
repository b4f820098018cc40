package org.postern.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/// A JMH profiler (`-prof org.postern.bench.CpuTime`) that states the processor time of an operation: what the
/// process used, compiler and collector included, divided by the operations. On a machine that others use too it says
/// what the wall clock cannot.
public final class CpuTime implements InternalProfiler {
    private static final double NANOS_IN_MICRO = 1000;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long before;

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = system.getProcessCpuTime();
    }

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long used = system.getProcessCpuTime() - before;
        long operations = Math.max(1, result.getMetadata().getAllOps());
        return List.of(new ScalarResult("cpu", used / NANOS_IN_MICRO / operations, "us/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "Processor time of the process for each operation";
    }
}
