package org.postern.programs.mta;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.Diagnostic;
import org.postern.helperwire.HelperClient;
import org.postern.helperwire.HelperPair;
import org.postern.helperwire.PairLimits;
import org.postern.os.ConfinementReport;
import org.postern.os.ProcessIdentity;
import org.postern.os.ProcessSignal;
import org.postern.os.Seccomp;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.log.DecisionJournal;
import org.postern.programs.log.LogIdentity;
import org.postern.programs.log.LogOutputs;
import org.postern.programs.log.TrafficLog;
import org.postern.programs.metrics.EventCounters;
import org.postern.programs.metrics.WrittenMaps;
import org.postern.queue.QueueException;
import org.postern.receive.ListenException;

/// The network process: confines itself, serves, and ends when it is told to or when the helper has gone.
public final class NetworkProgram implements Program {
    /// The name that the parent starts it by; nobody else does.
    public static final String NAME = "postern-network";

    /// The exit code that asks the parent to begin anew; no code of `sysexits.h`.
    public static final int RESTART = 99;

    /// This process begins anew itself: with RunAsUser the parent has given up the rights that a start needs.
    private static final int AGAIN = 98;

    private static final long LOOK_SECONDS = 600;

    private final Clock clock = new SystemClock();
    private volatile CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile boolean restarts;

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        // The pair comes first: from here on nothing else writes to standard output.
        HelperPair pair = HelperPair.fromStandardStreams();
        DaemonSettings settings = DaemonSettings.of(invocation.arguments());
        ProcessIdentity.showAs(settings.service() == DaemonSettings.Service.MAIL ? "sendmail-mta" : "sendmail-queue");
        Seccomp.Result filter = Seccomp.install();
        try (HelperClient helper = new HelperClient(pair, PairLimits.usual(), this::stop)) {
            int code = run(invocation, settings, filter, helper);
            while (code == AGAIN && !stopped) {
                restarts = false;
                ending = new CountDownLatch(1);
                if (stopped) {
                    break;
                }
                code = run(invocation, settings, filter, helper);
            }
            return code == AGAIN ? SysExit.OK.code() : code;
        }
    }

    private void stop() {
        stopped = true;
        ending.countDown();
    }

    private int run(Invocation invocation, DaemonSettings settings, Seccomp.Result filter, HelperClient helper)
            throws InterruptedException {
        Configuration configuration = DaemonConfiguration.readInNetwork(settings, helper);
        if (settings.service() != DaemonSettings.Service.RUN) {
            for (Diagnostic diagnostic : configuration.diagnostics()) {
                invocation.error().println(diagnostic.text());
            }
        }
        if (configuration.fatal().isPresent()) {
            return configuration.fatal().get().exit().code();
        }
        if (configuration.hasErrors()) {
            // What the helper could not see: a class from a directory server, a file that is not readable here.
            return configuration.exit().code();
        }
        Optional<String> filters = ConfigurationProblems.ofFilters(configuration);
        if (filters.isPresent()) {
            invocation.error().println(filters.get());
            return SysExit.CONFIGURATION.code();
        }
        int logLevel = (int) configuration.options().number(CfOption.LOG_LEVEL);
        try {
            OwnSettings own = OwnSettings.beside(settings.configuration());
            try (LogOutputs log = openLog(settings, own, logLevel)) {
                EventCounters counters = new EventCounters(log, new WrittenMaps(configuration));
                confined(filter, counters);
                Optional<TrafficLog> traffic = openTraffic(settings, invocation.error());
                if (settings.trafficLog().isPresent() && traffic.isEmpty()) {
                    return SysExit.CANNOT_CREATE.code();
                }
                try {
                    return serve(invocation, settings, own, configuration, helper, counters, traffic);
                } finally {
                    if (traffic.isPresent()) {
                        traffic.get().close();
                    }
                }
            }
        } catch (IOException failed) {
            invocation.error().println("postern: " + failed.getMessage());
            return SysExit.OS_ERROR.code();
        }
    }

    private static Optional<TrafficLog> openTraffic(DaemonSettings settings, PrintStream errors) {
        if (settings.trafficLog().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TrafficLog.open(settings.trafficLog().get()));
        } catch (IOException failed) {
            errors.println("cannot open " + settings.trafficLog().get() + ": " + failed.getMessage());
            return Optional.empty();
        }
    }

    private LogOutputs openLog(DaemonSettings settings, OwnSettings own, int logLevel) throws IOException {
        LogIdentity identity = LogIdentity.ofThisProcess(HostIdentity.find().nodeName(), settings.tag());
        List<String> outputs = own.logs();
        if (settings.logFile().isPresent()) {
            outputs = List.of("file:" + settings.logFile().get());
        } else if (outputs.isEmpty()) {
            outputs = List.of("syslog");
        }
        return LogOutputs.open(outputs, clock, identity, logLevel);
    }

    private static void confined(Seccomp.Result filter, EventSink events) throws IOException {
        if (filter instanceof Seccomp.Result.Unavailable(var cause)) {
            events.accept(DaemonEvent.problem("network.unconfined", "seccomp: " + cause.getMessage()));
        }
        ConfinementReport report = ConfinementReport.ofThisProcess();
        events.accept(DaemonEvent.info("network.confinement", report.logLine()));
        for (String shortcoming : report.shortcomings()) {
            events.accept(
                    new DaemonEvent("network.shortcoming", 1, Event.Priority.WARNING, "confinement: " + shortcoming));
        }
    }

    private int serve(
            Invocation invocation,
            DaemonSettings settings,
            OwnSettings own,
            Configuration configuration,
            HelperClient helper,
            EventCounters events,
            Optional<TrafficLog> traffic)
            throws InterruptedException, IOException {
        ProcessSignal.TERM.handle(signal -> stop());
        ProcessSignal.INT.handle(signal -> stop());
        ProcessSignal.HUP.handle(signal -> restart());
        try (Decisions decisions = decisions(settings, own, configuration, events);
                NetworkAssembly assembly = NetworkAssembly.open(
                        settings, configuration, helper, clock, decisions.events(), invocation.error())) {
            traffic.ifPresent(assembly::recordTraffic);
            assembly.start();
            assembly.showFigures(own.metrics(), events);
            if (settings.service() == DaemonSettings.Service.RUN) {
                return assembly.runOnce(invocation.error()::print).code();
            }
            events.accept(DaemonEvent.info(
                    "network.started", "starting daemon (" + HostIdentity.VERSION + "): " + purpose(settings)));
            HostConsole console = assembly.openConsole(configuration, wish -> {
                switch (wish) {
                    case SHUTDOWN -> stop();
                    case RESTART -> restart();
                }
            });
            ProcessSignal.USR1.handle(signal ->
                    events.accept(new DaemonEvent("network.state", 0, Event.Priority.INFO, console.inWords())));
            long look = settings.queueIntervalSeconds() > 0 ? settings.queueIntervalSeconds() : LOOK_SECONDS;
            while (!ending.await(look, TimeUnit.SECONDS)) {
                // commands leave messages in the queue directories when they do not reach a daemon
                assembly.lookForMessages();
            }
            events.accept(DaemonEvent.info(
                    "network.stopping",
                    "NOQUEUE: " + (restarts ? "restarting" : "stopping") + " daemon, reason="
                            + (helper.isGone() ? "helper gone" : "signal")));
            return restarts ? again(configuration) : SysExit.OK.code();
        } catch (ListenException failed) {
            invocation.error().println(failed.getMessage());
            return SysExit.UNAVAILABLE.code();
        } catch (QueueException failed) {
            invocation.error().println("postern: queue: " + failed.getMessage());
            events.accept(DaemonEvent.problem("network.queue", "NOQUEUE: SYSERR(root): queue: " + failed.getMessage()));
            return SysExit.OS_ERROR.code();
        }
    }

    /// Where events go, by way of the journal of decisions if there is one.
    private record Decisions(EventSink events, Optional<DecisionJournal> journal) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (journal.isPresent()) {
                journal.get().close();
            }
        }
    }

    /// A journal that cannot be written is missed when somebody asks why, and nothing else.
    private Decisions decisions(
            DaemonSettings settings, OwnSettings own, Configuration configuration, EventSink events) {
        if (!own.decisions() || settings.service() != DaemonSettings.Service.MAIL) {
            return new Decisions(events, Optional.empty());
        }
        try {
            Path file = DecisionJournal.place(DaemonConfiguration.queueDirectories(configuration));
            DecisionJournal journal = DecisionJournal.open(file, DecisionJournal.USUAL_LIMIT, clock, events);
            return new Decisions(journal, Optional.of(journal));
        } catch (IOException failed) {
            events.accept(DaemonEvent.problem(
                    "network.decisions", "NOQUEUE: no journal of decisions: " + failed.getMessage()));
            return new Decisions(events, Optional.empty());
        }
    }

    private void restart() {
        restarts = true;
        ending.countDown();
    }

    /// Who begins anew, with the configuration as it is then: the parent, or this process alone. Then the parent goes
    /// on with its own configuration, and with its copies of files that only root may read.
    private static int again(Configuration configuration) {
        boolean rightsAreGone = Boolean.getBoolean(HostMaps.UNDER_ROOT)
                && !configuration.options().text(CfOption.RUN_AS_USER).isEmpty();
        return rightsAreGone ? AGAIN : RESTART;
    }

    private static String purpose(DaemonSettings settings) {
        String smtp = settings.service() == DaemonSettings.Service.MAIL ? "SMTP" : "";
        long seconds = settings.queueIntervalSeconds();
        if (seconds == 0) {
            return smtp;
        }
        return smtp + (smtp.isEmpty() ? "" : "+") + "queueing@" + two(seconds / 3600) + ":" + two(seconds / 60 % 60)
                + ":" + two(seconds % 60);
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
