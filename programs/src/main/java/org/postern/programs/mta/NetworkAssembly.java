package org.postern.programs.mta;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.OptionValues;
import org.postern.cf.PortOptions;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.deliver.ClientProtection;
import org.postern.deliver.DeliverService;
import org.postern.deliver.DeliveryLimits;
import org.postern.deliver.DeliveryNeighbours;
import org.postern.deliver.HostStatusDirectory;
import org.postern.deliver.UserFiles;
import org.postern.dns.Resolver;
import org.postern.helperwire.HelperClient;
import org.postern.maps.AliasDatabase;
import org.postern.maps.ConfiguredMaps;
import org.postern.maps.MapFileCheck;
import org.postern.maps.SafeMapFiles;
import org.postern.os.Accounts;
import org.postern.os.FileAccounts;
import org.postern.os.OpenFileLimit;
import org.postern.os.RecentAccounts;
import org.postern.programs.console.ConsoleCommands;
import org.postern.programs.console.ConsoleServer;
import org.postern.programs.control.ControlClient;
import org.postern.programs.control.ControlRequest;
import org.postern.programs.control.ControlServer;
import org.postern.programs.metrics.EventCounters;
import org.postern.programs.metrics.MetricsEndpoint;
import org.postern.programs.metrics.MetricsText;
import org.postern.queue.JournalQueue;
import org.postern.queue.QueueException;
import org.postern.queue.QueueFigures;
import org.postern.queue.QueueSelection;
import org.postern.receive.HelpFile;
import org.postern.receive.HostUsers;
import org.postern.receive.ListenException;
import org.postern.receive.Protection;
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
    private static final int LONGEST_LIST = 8 << 20;
    private static final int LONGEST_ERROR_HEADER = 1 << 16;

    private final JournalQueue queue;
    private final ReceiveService receive;
    private final DeliverService deliver;
    private final EventSink events;
    private final DaemonSettings settings;
    private final Path place;
    private final QueueRunner runner;
    private final Optional<HostStatistics> statistics;
    private Optional<ConsoleServer> console = Optional.empty();
    private Optional<ControlServer> control = Optional.empty();
    private Optional<MetricsEndpoint> metrics = Optional.empty();

    private NetworkAssembly(
            DaemonSettings settings,
            Configuration configuration,
            JournalQueue queue,
            ReceiveService receive,
            DeliverService deliver,
            Optional<HostStatistics> statistics,
            EventTap events)
            throws IOException {
        this.settings = settings;
        this.place = ControlClient.place(DaemonConfiguration.queueDirectories(configuration));
        this.runner = new QueueRunner(queue, deliver, events);
        this.statistics = statistics;
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
            EventSink log,
            PrintStream errors)
            throws IOException, QueueException, ListenException {
        EventTap events = new EventTap(log);
        SecureRandom random = new SecureRandom();
        OptionValues options = configuration.options();
        NameService.Resolvers resolvers = NameService.resolvers(options, clock);
        Resolver resolver = resolvers.usual();
        Accounts accounts = new RecentAccounts(accounts(settings), clock);
        boolean ownFiles = settings.virtualMailboxes() || !Boolean.getBoolean(HostMaps.UNDER_ROOT);
        ConfiguredMaps configured = ConfiguredMaps.open(
                configuration, HostMaps.withHelper(configuration, resolver, accounts, events, clock, helper, ownFiles));
        configured.maps().problems().forEach(problem -> errors.println(problem.text()));
        AliasDatabase aliases = configured.aliases();
        RewriteEngine rules = new RewriteEngine(configuration, configured.maps()::find, RewriteLimits.STANDARD);
        HostTls tls = HostTls.inNetwork(settings, configuration, helper, accounts, clock, events);
        JournalQueue queue = QueueSetup.open(settings, configuration, clock, random, events);
        try {
            ReceiveService receive = receive(
                    settings,
                    new ReceiveContext(
                            configuration,
                            rules,
                            queue,
                            resolver,
                            new HostUsers(aliases::find, accounts),
                            condition(configuration, clock),
                            ofClients(configuration, tls, helper, clock, random, events),
                            sessionLimits(settings, options, events),
                            clock,
                            events));
            receive.followDeliveries(new FollowedDeliveries(events));
            DeliverService deliver = new DeliverService(
                    configuration,
                    rules,
                    neighbours(
                            settings,
                            configuration,
                            queue,
                            resolvers,
                            aliases,
                            accounts,
                            helper,
                            tls,
                            random,
                            clock,
                            events),
                    DeliverService.hopSettings(
                            configuration,
                            OwnSettings.beside(settings.configuration()).chunking()),
                    limits(settings, OwnSettings.beside(settings.configuration())));
            Optional<HostStatistics> statistics = statistics(configuration, events, receive, deliver, clock);
            return new NetworkAssembly(settings, configuration, queue, receive, deliver, statistics, events);
        } catch (ListenException failed) {
            queue.close();
            throw failed;
        }
    }

    /// What deliveries use of this host and of the helper.
    private static DeliveryNeighbours neighbours(
            DaemonSettings settings,
            Configuration configuration,
            JournalQueue queue,
            NameService.Resolvers resolvers,
            AliasDatabase aliases,
            Accounts accounts,
            HelperClient helper,
            HostTls tls,
            SecureRandom random,
            Clock clock,
            EventSink events)
            throws IOException {
        return new DeliveryNeighbours(
                queue,
                resolvers.later(),
                resolvers.first(),
                aliases::find,
                new AccountUsers(accounts),
                UserFiles.of(helper::readList, LONGEST_LIST),
                helper::deliver,
                helper::deliverToMember,
                helper::runMailer,
                helper::talkToMailer,
                helper::keepDeadLetter,
                HostLists.defaultUserByName(configuration.options(), accounts),
                clock,
                ZoneId.systemDefault(),
                random,
                hostStatus(configuration, events),
                protection(configuration, tls, helper, random, settings),
                file -> checks(settings, configuration, accounts)
                        .text(file, MapFileCheck.Purpose.ERROR_HEADER, LONGEST_ERROR_HEADER),
                events);
    }

    /// The checks for files that this process reads itself.
    private static SafeMapFiles checks(DaemonSettings settings, Configuration configuration, Accounts accounts) {
        return HostMaps.checks(
                configuration.options(),
                accounts,
                settings.virtualMailboxes() || !Boolean.getBoolean(HostMaps.UNDER_ROOT));
    }

    private static Optional<HostStatistics> statistics(
            Configuration configuration, EventTap events, ReceiveService receive, DeliverService deliver, Clock clock) {
        return HostStatistics.start(
                configuration,
                events,
                () -> receive.figures().accepted(),
                () -> deliver.figures().connections(),
                clock);
    }

    private static Optional<HostStatusDirectory> hostStatus(Configuration configuration, EventSink events)
            throws IOException {
        Optional<HostStatusPlace> place =
                HostStatusPlace.of(configuration, DaemonConfiguration.queueGroups(configuration));
        Optional<HostStatusDirectory> directory = place.flatMap(HostStatusPlace::open);
        if (place.isPresent() && directory.isEmpty()) {
            events.accept(DaemonEvent.problem(
                    "network.host-status", "NOQUEUE: " + place.get().complaint()));
        }
        return directory;
    }

    /// What clients of this host can prove who they are with.
    private static Protection ofClients(
            Configuration configuration,
            HostTls tls,
            HelperClient helper,
            Clock clock,
            SecureRandom random,
            EventSink events) {
        return new Protection(
                HostSasl.server(
                        configuration,
                        path -> HostMaps.shown(helper, path),
                        new HelperPasswordCheck(helper),
                        clock,
                        random,
                        events),
                () -> tls.current().server());
    }

    /// What deliveries protect themselves with at other hosts.
    private static ClientProtection protection(
            Configuration configuration,
            HostTls tls,
            HelperClient helper,
            SecureRandom random,
            DaemonSettings settings) {
        OptionValues options = configuration.options();
        boolean alone = settings.virtualMailboxes() || !Boolean.getBoolean(HostMaps.UNDER_ROOT);
        return new ClientProtection(
                () -> tls.current().client(),
                HostSasl.client(configuration, random),
                options.list(CfOption.AUTH_MECHANISMS),
                new HostAuthInfo(options, alone, path -> HostMaps.shown(helper, path)));
    }

    private static Accounts accounts(DaemonSettings settings) {
        return settings.users()
                .<Accounts>map(file -> new FileAccounts(file, Path.of("/etc/group"), LARGEST_ACCOUNT_FILE))
                .orElseGet(Accounts::system);
    }

    /// As many sessions as the configuration asks for and this process has room for; the log says how many.
    private static ReceiveLimits sessionLimits(DaemonSettings settings, OptionValues options, EventSink events) {
        long files = OpenFileLimit.current();
        ReceiveLimits asked = ReceiveLimits.of(options);
        ReceiveLimits limits = asked.fitting(files, Runtime.getRuntime().maxMemory());
        String words = "at most " + limits.maxSessions() + " sessions at once, " + limits.maxSessionsPerClient()
                + " of one client address";
        if (settings.service() != DaemonSettings.Service.MAIL) {
            return limits;
        }
        if (limits.equals(asked) || !options.isSet(CfOption.MAX_DAEMON_CHILDREN)) {
            events.accept(DaemonEvent.info("network.limits", words));
        } else {
            events.accept(new DaemonEvent(
                    "network.limits",
                    1,
                    Event.Priority.WARNING,
                    "MaxDaemonChildren=" + asked.maxSessions() + " is more than this process has room for (" + files
                            + " open files, " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB): " + words));
        }
        return limits;
    }

    /// A run that somebody watches goes message by message, as sendmail's does.
    private static DeliveryLimits limits(DaemonSettings settings, OwnSettings own) {
        DeliveryLimits usual = own.connections()
                .map(each -> DeliveryLimits.defaults().withConnections(each.atFirst(), each.atMost()))
                .orElseGet(DeliveryLimits::defaults);
        boolean watched = ControlRequest.parse(settings.run())
                .filter(request -> request instanceof ControlRequest.Run run && run.verbose())
                .isPresent();
        return watched ? usual.withMessages(1) : usual;
    }

    private static SystemCondition condition(Configuration configuration, Clock clock) throws IOException {
        return new SystemCondition(
                Path.of("/proc/loadavg"),
                DaemonConfiguration.queueDirectories(configuration),
                configuration.options().number(CfOption.MIN_FREE_BLOCKS),
                clock);
    }

    private static ReceiveService receive(DaemonSettings settings, ReceiveContext context) throws ListenException {
        OptionValues options = context.configuration().options();
        ReceiveService service = new ReceiveService(
                context,
                ServicePorts.withFile(Path.of("/etc/services")),
                HelpFile.read(
                        Path.of(options.text(CfOption.HELP_FILE)),
                        checks(settings, context.configuration(), Accounts.system())),
                ZoneId.systemDefault());
        boolean opened = false;
        try {
            listen(settings, options, service, context.events());
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

    private static void listen(DaemonSettings settings, OptionValues options, ReceiveService service, EventSink events)
            throws ListenException {
        switch (settings.service()) {
            case MAIL -> {
                boolean local = false;
                for (PortOptions daemon : options.daemons()) {
                    if (daemon.family() == PortOptions.Family.UNIX) {
                        service.listenForLocalUsers(Path.of(daemon.address()), Accounts.system());
                        local = true;
                    } else {
                        service.listen(daemon);
                    }
                }
                if (!local) {
                    listenAtStandardPlace(service, events);
                }
            }
            case CLIENT_QUEUE -> {
                Path socket = LocalSockets.clientQueue(settings.configuration());
                Path directory = socket.getParent();
                if (directory != null && Files.isWritable(directory)) {
                    service.listenForLocalUsers(socket, Accounts.system());
                }
            }
            case QUEUE, RUN -> {}
        }
    }

    /// A second daemon on this host, with another configuration, leaves the place to the first: nobody asked for it.
    private static void listenAtStandardPlace(ReceiveService service, EventSink events) {
        if (!Files.isWritable(LocalSockets.STANDARD.resolveSibling("."))) {
            return;
        }
        try {
            service.listenForLocalUsers(LocalSockets.STANDARD, Accounts.system());
        } catch (ListenException taken) {
            events.accept(DaemonEvent.info(
                    "network.submission",
                    "local users are not served by this daemon: " + taken.getMessage() + " (" + LocalSockets.STANDARD
                            + "); DaemonPortOptions with Family=local gives it a place of its own"));
        }
    }

    /// Begins to serve.
    void start() {
        boolean once = settings.service() == DaemonSettings.Service.RUN;
        if (!once) {
            // As sendmail: the first queue run is at the start. A queue with a million messages takes seconds to find.
            Thread.ofVirtual().name("first-queue-run").start(() -> queue.runNow(QueueSelection.ALL));
        }
        deliver.start();
        receive.start();
        try {
            control = Optional.of(ControlServer.open(place, Accounts.system(), runner));
        } catch (IOException failed) {
            events.accept(DaemonEvent.problem("network.control", "NOQUEUE: no control socket: " + failed.getMessage()));
        }
    }

    /// The state of the daemon for whoever asks; its control socket is opened when the configuration names one.
    ///
    /// @param wishes does what is asked there
    HostConsole openConsole(Configuration configuration, Consumer<ConsoleCommands.Wish> wishes) {
        HostConsole made = new HostConsole(configuration, receive::figures, queue::figures, wishes);
        if (settings.service() == DaemonSettings.Service.MAIL) {
            console = made.open(Accounts.system(), events);
        }
        return made;
    }

    /// Finds what others have put into the queue directories.
    void lookForMessages() {
        try {
            queue.rescan();
        } catch (QueueException failed) {
            events.accept(DaemonEvent.problem("network.queue", "NOQUEUE: SYSERR(root): queue: " + failed.getMessage()));
        }
    }

    /// The one run of a `-q`, with all that follows from it.
    ///
    /// @param out takes what `-v` prints
    SysExit runOnce(Consumer<String> out) throws InterruptedException {
        Optional<ControlRequest> request = ControlRequest.parse(settings.run());
        if (request.isEmpty() || !(request.get() instanceof ControlRequest.Run run)) {
            return SysExit.SOFTWARE;
        }
        SysExit exit = runner.run(run, out);
        queue.awaitIdle();
        return exit;
    }

    /// Tells the figures to root and the queue's owner, and to whoever asks at an address, if there is one.
    void showFigures(Optional<InetSocketAddress> address, EventCounters events) throws IOException {
        MetricsText text = new MetricsText(events, receive::figures, queue::figures);
        runner.answerWith(text::render);
        if (address.isPresent()) {
            metrics = Optional.of(MetricsEndpoint.open(address.get(), text));
        }
    }

    @Override
    public void close() throws QueueException {
        try {
            closeDoors();
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
            statistics.ifPresent(HostStatistics::close);
            queue.close();
        }
    }

    private void closeDoors() {
        try {
            if (console.isPresent()) {
                console.get().close();
            }
            if (control.isPresent()) {
                control.get().close();
            }
            if (metrics.isPresent()) {
                metrics.get().close();
            }
        } catch (IOException _) {
            // Nothing is lost with a listening socket.
        }
    }
}
