package org.postern.programs.mta;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.cf.BlameFlag;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.Mailer;
import org.postern.programs.statistics.StatisticsCounter;
import org.postern.programs.statistics.StatusFile;

/// The statistics file of the configuration (StatusFile), written while the daemon runs.
final class HostStatistics implements AutoCloseable {
    private static final long PAUSE_MILLIS = 1000;
    private static final int QUIET_LEVEL = 13;

    private final StatisticsCounter counter;
    private final EventSink events;
    private final Thread writer;

    private HostStatistics(StatisticsCounter counter, EventSink events) {
        this.counter = counter;
        this.events = events;
        this.writer = Thread.ofVirtual().name("statistics").unstarted(this::writeAgainAndAgain);
    }

    /// Begins to count.
    ///
    /// @param events what is counted, and where troubles go
    /// @param accepted connections of clients since the start
    /// @param opened connections to other hosts since the start
    /// @return empty when the configuration names no file
    static Optional<HostStatistics> start(
            Configuration configuration, EventTap events, LongSupplier accepted, LongSupplier opened, Clock clock) {
        String name = configuration.options().text(CfOption.STATUS_FILE);
        if (!name.startsWith("/")) {
            return Optional.empty();
        }
        StatusFile file = new StatusFile(
                Path.of(name),
                configuration.options().has(BlameFlag.WRITE_STATS_TO_SYM_LINK),
                configuration.options().has(BlameFlag.WRITE_STATS_TO_HARD_LINK));
        StatisticsCounter counter = new StatisticsCounter(
                file, configuration.mailers().stream().map(Mailer::name).toList(), accepted, opened, clock);
        HostStatistics made = new HostStatistics(counter, events);
        events.add(counter);
        made.writer.start();
        return Optional.of(made);
    }

    private void writeAgainAndAgain() {
        try {
            while (true) {
                Thread.sleep(PAUSE_MILLIS);
                write();
            }
        } catch (InterruptedException _) {
            // The end.
        }
    }

    private void write() throws InterruptedException {
        counter.write()
                .ifPresent(trouble -> events.accept(new DaemonEvent(
                        "network.statistics", QUIET_LEVEL, Event.Priority.INFO, "NOQUEUE: poststats: " + trouble)));
    }

    /// Writes for the last time.
    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join();
            write();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
