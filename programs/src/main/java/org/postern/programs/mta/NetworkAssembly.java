package org.postern.programs.mta;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.OptionValues;
import org.postern.cf.PortOptions;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.deliver.DeliverService;
import org.postern.deliver.DeliveryLimits;
import org.postern.deliver.DeliveryNeighbours;
import org.postern.deliver.UserFiles;
import org.postern.dns.Resolver;
import org.postern.helperwire.HelperClient;
import org.postern.maps.AliasDatabase;
import org.postern.maps.ConfiguredMaps;
import org.postern.os.Accounts;
import org.postern.os.FileAccounts;
import org.postern.os.ProcessIdentity;
import org.postern.os.RealDurableFiles;
import org.postern.programs.metrics.EventCounters;
import org.postern.programs.metrics.MetricsEndpoint;
import org.postern.programs.metrics.MetricsText;
import org.postern.queue.JournalLimits;
import org.postern.queue.JournalQueue;
import org.postern.queue.PriorityFactors;
import org.postern.queue.QueueException;
import org.postern.queue.QueueFigures;
import org.postern.queue.QueueSelection;
import org.postern.queue.QueueSettings;
import org.postern.queue.RetryTimes;
import org.postern.receive.HelpFile;
import org.postern.receive.HostUsers;
import org.postern.receive.ListenException;
import org.postern.receive.ReceiveContext;
import org.postern.receive.ReceiveLimits;
import org.postern.receive.ReceiveService;
import org.postern.receive.ServicePorts;
import org.postern.receive.SystemCondition;
import org.postern.smtp.TrafficSink;

/// The network process, put together by hand: who is made from what, who holds what.
///
/// Built in the order of use, taken down in the reverse order: first nobody comes in, then nothing more goes out,
/// then the queue writes down what is left.
final class NetworkAssembly implements AutoCloseable {
    private static final Duration STOP_RECEIVING = Duration.ofSeconds(5);
    private static final Duration STOP_DELIVERING = Duration.ofSeconds(10);
    private static final long LARGEST_ACCOUNT_FILE = 16 << 20;
    private static final long BLOCK = 1024;
    private static final int LONGEST_LIST = 8 << 20;

    private final JournalQueue queue;
    private final ReceiveService receive;
    private final DeliverService deliver;
    private final EventSink events;
    private Optional<MetricsEndpoint> metrics = Optional.empty();

    private NetworkAssembly(JournalQueue queue, ReceiveService receive, DeliverService deliver, EventSink events) {
        this.queue = queue;
        this.receive = receive;
        this.deliver = deliver;
        this.events = events;
    }

    /// Makes everything and opens all doors, without serving yet.
    ///
    /// @param errors for problems that do not stop the start
    static NetworkAssembly open(
            DaemonSettings settings,
            Configuration configuration,
            HelperClient helper,
            Clock clock,
            EventSink events,
            PrintStream errors)
            throws IOException, QueueException, ListenException {
        SecureRandom random = new SecureRandom();
        OptionValues options = configuration.options();
        Resolver resolver = NameService.ofThisHost(clock);
        Accounts accounts = settings.users()
                .<Accounts>map(file -> new FileAccounts(file, Path.of("/etc/group"), LARGEST_ACCOUNT_FILE))
                .orElseGet(Accounts::system);
        boolean ownFiles = settings.virtualMailboxes() || !Boolean.getBoolean(HostMaps.UNDER_ROOT);
        ConfiguredMaps configured = ConfiguredMaps.open(
                configuration, HostMaps.withHelper(configuration, resolver, accounts, events, clock, helper, ownFiles));
        configured.maps().problems().forEach(problem -> errors.println(problem.text()));
        AliasDatabase aliases = configured.aliases();
        RewriteEngine rules = new RewriteEngine(configuration, configured.maps()::find, RewriteLimits.STANDARD);
        JournalQueue queue = JournalQueue.open(
                queueSettings(settings, configuration),
                new JournalQueue.Surroundings(
                        new RealDurableFiles(),
                        clock,
                        random,
                        events,
                        ProcessHandle.current().pid()));
        try {
            ReceiveService receive = receive(new ReceiveContext(
                    configuration,
                    rules,
                    queue,
                    resolver,
                    new HostUsers(aliases::find, accounts),
                    condition(configuration, clock),
                    ReceiveLimits.of(options),
                    clock,
                    events));
            DeliverService deliver = new DeliverService(
                    configuration,
                    rules,
                    new DeliveryNeighbours(
                            queue,
                            resolver,
                            aliases::find,
                            new AccountUsers(accounts),
                            UserFiles.of(helper::readList, LONGEST_LIST),
                            helper::deliver,
                            helper::deliverToMember,
                            HostLists.defaultUserByName(options, accounts),
                            clock,
                            ZoneId.systemDefault(),
                            random,
                            events),
                    DeliverService.hopSettings(configuration),
                    DeliveryLimits.defaults());
            return new NetworkAssembly(queue, receive, deliver, events);
        } catch (ListenException failed) {
            queue.close();
            throw failed;
        }
    }

    private static SystemCondition condition(Configuration configuration, Clock clock) throws IOException {
        return new SystemCondition(
                Path.of("/proc/loadavg"),
                DaemonConfiguration.queueDirectories(configuration),
                configuration.options().number(CfOption.MIN_FREE_BLOCKS),
                clock);
    }

    private static QueueSettings queueSettings(DaemonSettings settings, Configuration configuration)
            throws IOException {
        OptionValues options = configuration.options();
        List<Path> directories = DaemonConfiguration.queueDirectories(configuration);
        Path journal = directories.getFirst().resolve("journal");
        if (!Files.isDirectory(journal)) {
            Files.createDirectory(
                    journal, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        QueueSettings standard = QueueSettings.standard(journal, directories, ProcessIdentity.effectiveUserId());
        JournalLimits limits = JournalLimits.STANDARD;
        Duration age = options.duration(CfOption.MIN_QUEUE_AGE);
        long interval = settings.queueIntervalSeconds();
        RetryTimes times = RetryTimes.STANDARD;
        RetryTimes retries = interval > 0
                ? RetryTimes.queueInterval(Duration.ofSeconds(interval), age)
                : new RetryTimes(times.first(), times.growthPercent(), times.longest(), times.jitterPercent(), age);
        return new QueueSettings(
                journal,
                directories,
                options.octal(CfOption.QUEUE_FILE_MODE),
                standard.owner(),
                options.number(CfOption.MIN_FREE_BLOCKS) * BLOCK,
                new JournalLimits(
                        (int) settings.segmentBytes(),
                        limits.maxSegments(),
                        limits.keptFree(),
                        limits.gather(),
                        limits.idleSync()),
                standard.memory(),
                standard.times(),
                retries,
                new PriorityFactors(
                        options.number(CfOption.RECIPIENT_FACTOR),
                        options.number(CfOption.CLASS_FACTOR),
                        options.number(CfOption.RETRY_FACTOR)));
    }

    private static ReceiveService receive(ReceiveContext context) throws ListenException {
        OptionValues options = context.configuration().options();
        ReceiveService service = new ReceiveService(
                context,
                ServicePorts.withFile(Path.of("/etc/services")),
                HelpFile.read(Path.of(options.text(CfOption.HELP_FILE))),
                ZoneId.systemDefault());
        boolean opened = false;
        try {
            for (PortOptions daemon : options.daemons()) {
                if (daemon.family() == PortOptions.Family.UNIX) {
                    service.listenForLocalUsers(Path.of(daemon.address()), Accounts.system());
                } else {
                    service.listen(daemon);
                }
            }
            opened = true;
            return service;
        } finally {
            if (!opened) {
                service.close();
            }
        }
    }

    /// What clients and this server say goes there too.
    void recordTraffic(TrafficSink sink) {
        receive.recordTraffic(sink);
    }

    /// Begins to serve.
    void start() {
        // As sendmail: the first queue run is at the start.
        int _ = queue.runNow(QueueSelection.ALL);
        deliver.start();
        receive.start();
    }

    /// Shows the figures to whoever asks there.
    void showMetrics(InetSocketAddress address, EventCounters events) throws IOException {
        metrics = Optional.of(MetricsEndpoint.open(address, new MetricsText(events, receive::figures, queue::figures)));
    }

    @Override
    public void close() throws QueueException {
        try {
            closeMetrics();
            receive.stop(STOP_RECEIVING);
            boolean _ = deliver.stop(STOP_DELIVERING);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            QueueFigures figures = queue.figures();
            events.accept(DaemonEvent.info(
                    "network.figures",
                    "NOQUEUE: figures since start: accepted=" + figures.committed() + ", delivered="
                            + deliver.figures().delivered() + ", waiting=" + figures.waiting() + ", syncs="
                            + figures.synced()));
            queue.close();
        }
    }

    private void closeMetrics() {
        try {
            if (metrics.isPresent()) {
                metrics.get().close();
            }
        } catch (IOException _) {
            // Nothing is lost with a listening socket.
        }
    }
}
