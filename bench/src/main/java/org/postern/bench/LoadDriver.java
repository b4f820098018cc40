package org.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.postern.programs.traffic.TrafficMessage;
import org.postern.programs.traffic.TrafficSession;
import org.postern.programs.traffic.TrafficSink;

/// Sends a number of messages through a daemon to the sink and prints what it cost.
public final class LoadDriver {
    private final LoadPlan plan;
    private final TrafficMessage message;
    private final long[] nanos;

    private LoadDriver(LoadPlan plan) {
        this.plan = plan;
        this.message = TrafficMessage.of(plan.recipient(), plan.size());
        this.nanos = new long[plan.messages()];
    }

    /// Runs one plan.
    ///
    /// @param arguments see [LoadPlan#USAGE]
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            new LoadDriver(LoadPlan.parse(arguments)).run();
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(LoadPlan.USAGE);
            System.exit(64);
        }
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        Optional<TrafficSink> sink =
                plan.sinkPort() == 0 ? Optional.empty() : Optional.of(new TrafficSink(plan.sinkPort()));
        if (plan.warmUp() > 0) {
            send(plan.warmUp(), false);
            waitForDelivery(sink, plan.warmUp());
        }
        ProcessFigures before = figures();
        long start = System.nanoTime();
        send(plan.messages(), true);
        double accepted = seconds(start);
        waitForDelivery(sink, (long) plan.warmUp() + plan.messages());
        double delivered = seconds(start);
        ProcessFigures after = figures();
        report(accepted, delivered, before, after);
        if (sink.isPresent()) {
            sink.get().close();
        }
    }

    private ProcessFigures figures() throws IOException {
        return plan.account().isEmpty()
                ? ProcessFigures.of(plan.processes())
                : ProcessFigures.ofAccount(Path.of(plan.account()));
    }

    private void report(double accepted, double delivered, ProcessFigures before, ProcessFigures after) {
        Arrays.sort(nanos);
        System.out.printf(
                "messages=%d sessions=%d size=%d reuse=%s accepted/s=%.0f delivered/s=%.0f cpu-s/1000=%.3f"
                        + " latency-ms p50=%.2f p90=%.2f p99=%.2f resident-MiB=%.1f%n",
                plan.messages(),
                plan.sessions(),
                plan.size(),
                plan.reuse(),
                plan.messages() / accepted,
                plan.messages() / delivered,
                (after.cpuSeconds() - before.cpuSeconds()) * 1000 / plan.messages(),
                percentile(50),
                percentile(90),
                percentile(99),
                after.residentKib() / 1024.0);
    }

    private double percentile(int percent) {
        return nanos[(int) ((long) (nanos.length - 1) * percent / 100)] / 1e6;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void waitForDelivery(Optional<TrafficSink> sink, long wanted) throws IOException {
        if (sink.isEmpty()) {
            return;
        }
        long deadline = System.nanoTime() + plan.seconds() * 1_000_000_000L;
        while (sink.get().messages() < wanted) {
            if (System.nanoTime() > deadline) {
                throw new IOException("only " + sink.get().messages() + " of " + wanted + " messages arrived");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void send(int count, boolean measured) throws InterruptedException, IOException {
        AtomicInteger next = new AtomicInteger();
        List<IOException> failures = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(plan.sessions());
        for (int i = 0; i < plan.sessions(); i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    session(next, count, measured);
                } catch (IOException failed) {
                    failures.add(failed);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private void session(AtomicInteger next, int count, boolean measured) throws IOException {
        int number = next.getAndIncrement();
        while (number < count) {
            try (TrafficSession session = TrafficSession.plain(plan.port())) {
                do {
                    long start = System.nanoTime();
                    if (!session.send(message)) {
                        throw new IOException("the recipient was refused");
                    }
                    if (measured) {
                        nanos[number] = System.nanoTime() - start;
                    }
                    number = next.getAndIncrement();
                } while (plan.reuse() && number < count);
            }
        }
    }
}
