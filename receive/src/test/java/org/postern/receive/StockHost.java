package org.postern.receive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DiskFiles;
import org.postern.cf.PortOptions;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.StartingPoint;
import org.postern.dns.HostsTable;
import org.postern.dns.Resolver;
import org.postern.dns.ServiceSwitch;
import org.postern.dns.SwitchedResolver;
import org.postern.dns.TableResolver;
import org.postern.maps.AliasDatabase;
import org.postern.maps.HostRules;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapFileCheck;
import org.postern.maps.MapLimits;
import org.postern.maps.MapSet;
import org.postern.maps.SafeMapFiles;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.SendmailFolder;

/// The receiving side as a product has it: a real sendmail.cf, its rules, maps and aliases, and sockets; only the
/// queue and the name service are in memory.
final class StockHost implements AutoCloseable {
    private static final long LONGEST_PAUSE_MILLIS = 20;
    final RecordingQueue queue = new RecordingQueue();
    final List<Event> events = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final ReceiveService service;
    private final InetSocketAddress address;

    /// What the receiving side stands on in such a folder.
    private record Parts(
            Configuration configuration,
            RewriteEngine rules,
            Resolver resolver,
            HostUsers users,
            SystemCondition host) {
        static Parts of(SendmailFolder folder, EventSink sink) throws IOException {
            StartingPoint start = StartingPoint.of(SendmailFolder.HOST_NAME, "mx", List.of("127.0.0.1"), "8.17.1.9");
            Configuration configuration = new ConfigurationReader(new DiskFiles(1 << 20), start)
                    .read(folder.configuration().toString(), ConfigurationOverrides.NONE);
            HostsTable hosts = HostsTable.read(folder.etc().resolve("hosts"), 1 << 20);
            Resolver resolver =
                    new SwitchedResolver(hosts, TableResolver.empty(), ServiceSwitch.parse("hosts files\n"));
            Accounts accounts = Accounts.system();
            MapEnvironment environment = new MapEnvironment(
                    resolver,
                    hosts,
                    accounts,
                    ServiceSwitch.parse("hosts files dns\n"),
                    MapFileCheck.allowAll(),
                    sink,
                    new org.postern.base.SystemClock(),
                    MapLimits.STANDARD,
                    HostRules.STANDARD,
                    org.postern.maps.MapNeighbours.none());
            AliasDatabase aliases =
                    AliasDatabase.open(List.of(folder.etc().resolve("aliases").toString()), environment, 0);
            MapSet maps = MapSet.open(configuration.maps(), environment);
            return new Parts(
                    configuration,
                    new RewriteEngine(configuration, maps::find, RewriteLimits.STANDARD),
                    resolver,
                    new HostUsers(aliases::find, accounts),
                    new SystemCondition(
                            Path.of("/proc/loadavg"),
                            List.of(folder.queue()),
                            configuration.options().number(CfOption.MIN_FREE_BLOCKS),
                            new org.postern.base.SystemClock()));
        }
    }

    /// What goes through sessions with the first daemon of a configuration.
    static Function<SessionFacts, List<SessionMoment>> rehearsal(SendmailFolder folder) throws IOException {
        Parts parts = Parts.of(folder, EventSink.none());
        Configuration configuration = parts.configuration();
        SessionRehearsal rehearsal = new SessionRehearsal(
                configuration,
                parts.rules(),
                parts.resolver(),
                parts.users(),
                parts.host(),
                StockProtection.of(folder, configuration.options()),
                !configuration.options().text(CfOption.SERVER_CERT_FILE).isEmpty(),
                new org.postern.base.SystemClock());
        PortOptions port = onAnyPort(configuration.options().daemons(), "");
        return facts -> rehearsal.run(port, 25, facts);
    }

    /// @param folder with a configuration and its maps
    /// @param port the daemon to serve, the first one of the configuration when it is not named; the kernel chooses
    ///     its port
    StockHost(SendmailFolder folder, String port) throws ListenException, IOException {
        EventSink sink = events::add;
        Parts parts = Parts.of(folder, sink);
        Configuration configuration = parts.configuration();
        ReceiveContext context = new ReceiveContext(
                configuration,
                parts.rules(),
                queue,
                parts.resolver(),
                parts.users(),
                parts.host(),
                StockProtection.of(folder, configuration.options()),
                ReceiveLimits.of(configuration.options()),
                new org.postern.base.SystemClock(),
                sink);
        service = new ReceiveService(
                context,
                ServicePorts.builtIn(),
                HelpFile.read(
                        Path.of(configuration.options().text(CfOption.HELP_FILE)),
                        SafeMapFiles.of(
                                configuration.options(), ProcessIdentity.effective(), 0, !ProcessIdentity.isRoot())),
                ZoneOffset.UTC,
                millis -> Thread.sleep(Math.min(millis, LONGEST_PAUSE_MILLIS)));
        service.listen(onAnyPort(configuration.options().daemons(), port));
        service.start();
        address = service.addresses().getFirst();
    }

    private static PortOptions onAnyPort(List<PortOptions> daemons, String name) {
        PortOptions chosen = daemons.stream()
                .filter(daemon -> name.isEmpty() || daemon.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new PortOptions(
                chosen.name(),
                "127.0.0.1",
                "0",
                chosen.family(),
                chosen.backlog(),
                0,
                0,
                chosen.modifiers(),
                chosen.milters(),
                chosen.maxChildren(),
                chosen.deliveryMode(),
                chosen.delayLoad(),
                chosen.queueLoad(),
                chosen.refuseLoad());
    }

    InetSocketAddress address() {
        return address;
    }

    ReceiveService service() {
        return service;
    }

    List<String> log(int level) {
        return events.stream()
                .filter(event -> event.logLevel() <= level)
                .map(Event::line)
                .toList();
    }

    @Override
    public void close() {
        service.close();
    }
}
