package org.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// Sends a number of messages through a daemon to the sink and prints what it cost.
public final class LoadDriver {
    private final LoadPlan plan;
    private final LoadSender sender;

    private LoadDriver(LoadPlan plan) {
        this.plan = plan;
        this.sender = new LoadSender(
                plan.port(),
                plan.recipients().stream()
                        .map(recipient -> LoadMessage.of(recipient, plan.size()))
                        .toList(),
                plan.sessions(),
                plan.reuse());
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
        try (Destination destination = destination()) {
            if (plan.warmUp() > 0) {
                sender.send(plan.warmUp());
                waitForDelivery(destination, plan.warmUp());
            }
            ProcessFigures before = figures();
            long start = System.nanoTime();
            long[] nanos = sender.send(plan.messages());
            double accepted = seconds(start);
            waitForDelivery(destination, (long) plan.warmUp() + plan.messages());
            double delivered = seconds(start);
            ProcessFigures after = figures();
            Arrays.sort(nanos);
            report(accepted, delivered, before, after, nanos);
        }
    }

    private Destination destination() throws IOException {
        if (!plan.mailboxes().isEmpty()) {
            return Destination.mailboxes(plan.mailboxes());
        }
        return plan.sinkPort() == 0 ? Destination.unknown() : Destination.sink(plan.sinkPort());
    }

    private ProcessFigures figures() throws IOException {
        return plan.account().isEmpty()
                ? ProcessFigures.of(plan.processes())
                : ProcessFigures.ofAccount(Path.of(plan.account()));
    }

    private void report(double accepted, double delivered, ProcessFigures before, ProcessFigures after, long[] nanos) {
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
                percentile(nanos, 50),
                percentile(nanos, 90),
                percentile(nanos, 99),
                after.residentKib() / 1024.0);
    }

    private static double percentile(long[] nanos, int percent) {
        return nanos[(int) ((long) (nanos.length - 1) * percent / 100)] / 1e6;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void waitForDelivery(Destination destination, long wanted) throws IOException {
        long deadline = System.nanoTime() + plan.seconds() * 1_000_000_000L;
        while (destination.arrived() < wanted) {
            if (System.nanoTime() > deadline) {
                throw new IOException("only " + destination.arrived() + " of " + wanted + " messages arrived");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
