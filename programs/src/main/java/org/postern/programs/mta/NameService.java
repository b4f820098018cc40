package org.postern.programs.mta;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.CfTimeout;
import org.postern.cf.OptionValues;
import org.postern.dns.DnsResolver;
import org.postern.dns.DnsSettings;
import org.postern.dns.FollowedFiles;
import org.postern.dns.HostsTable;
import org.postern.dns.ResolvConf;
import org.postern.dns.Resolver;
import org.postern.dns.ServiceSwitch;
import org.postern.dns.SwitchedResolver;
import org.postern.maps.HostRules;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapFileCheck;
import org.postern.maps.SafeMapFiles;
import org.postern.os.Accounts;

/// The name service as this host is set up: the hosts file, then the servers of resolv.conf. A change of these files is
/// seen within a second, as the C library sees it for sendmail.
public final class NameService {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final Path SWITCH = Path.of("/etc/nsswitch.conf");
    private static final Path HOSTS = Path.of("/etc/hosts");

    private static final int LARGEST_HOSTS = 16 << 20;
    private static final int LARGEST_SWITCH = 1 << 16;
    private static final long MOST_ATTEMPTS = 100;

    private NameService() {}

    /// Resolvers of one process, which share what they know.
    ///
    /// @param usual for everything but deliveries
    /// @param first for the first attempt to deliver a message
    /// @param later for later attempts
    record Resolvers(Resolver usual, Resolver first, Resolver later) {}

    /// A resolver with its own cache.
    public static Resolver ofThisHost(Clock clock) {
        return new SwitchedResolver(
                hosts(HOSTS, clock),
                conf(clock).map(conf -> new DnsResolver(DnsSettings.of(conf), clock)),
                serviceSwitch(clock));
    }

    /// A resolver with its own cache, as the options say.
    public static Resolver ofThisHost(OptionValues options, Clock clock) {
        return resolvers(options, clock).usual();
    }

    /// Resolvers with one cache, as ResolverOptions and Timeout.resolver say. All follow the files of this host.
    static Resolvers resolvers(OptionValues options, Clock clock) {
        Set<DnsSettings.Mode> modes = new ResolverWords(options.list(CfOption.RESOLVER_OPTIONS)).modes();
        FollowedFiles<Clients> clients = new FollowedFiles<>(
                List.of(RESOLV_CONF),
                () -> Clients.of(DnsSettings.of(readConf()).withModes(modes), options, clock),
                clock);
        Supplier<HostsTable> hosts = hosts(HOSTS, clock);
        Supplier<ServiceSwitch> services = serviceSwitch(clock);
        return new Resolvers(
                new SwitchedResolver(hosts, clients.map(Clients::usual), services),
                new SwitchedResolver(hosts, clients.map(Clients::first), services),
                new SwitchedResolver(hosts, clients.map(Clients::later), services));
    }

    /// Clients of the same name servers with one cache and different patience.
    private record Clients(DnsResolver usual, DnsResolver first, DnsResolver later) {
        static Clients of(DnsSettings settings, OptionValues options, Clock clock) {
            DnsResolver all = new DnsResolver(settings, clock);
            return new Clients(
                    timed(all, settings, options, CfTimeout.RESOLVER_RETRANS, CfTimeout.RESOLVER_RETRY),
                    timed(all, settings, options, CfTimeout.RESOLVER_RETRANS_FIRST, CfTimeout.RESOLVER_RETRY_FIRST),
                    timed(all, settings, options, CfTimeout.RESOLVER_RETRANS_NORMAL, CfTimeout.RESOLVER_RETRY_NORMAL));
        }

        /// What the options do not set is as `resolv.conf` says.
        private static DnsResolver timed(
                DnsResolver all, DnsSettings settings, OptionValues options, CfTimeout wait, CfTimeout times) {
            Duration timeout = options.timeout(wait);
            long attempts = options.timeout(times).toSeconds();
            return all.withTimes(
                    timeout.isZero() ? settings.timeout() : timeout,
                    attempts <= 0 ? settings.attempts() : (int) Math.min(attempts, MOST_ATTEMPTS));
        }
    }

    /// What maps need of this host: name service, hosts file, service switch, accounts, as the options say.
    public static MapEnvironment mapEnvironment(
            OptionValues options, Resolver resolver, SafeMapFiles checks, Clock clock, EventSink events) {
        ResolverWords words = new ResolverWords(options.list(CfOption.RESOLVER_OPTIONS));
        MapEnvironment plain = MapEnvironment.of(resolver);
        Path ownSwitch = Path.of(options.text(CfOption.SERVICE_SWITCH_FILE));
        return new MapEnvironment(
                resolver,
                hosts(Path.of(options.text(CfOption.HOSTS_FILE)), clock),
                Accounts.system(),
                new FollowedFiles<>(List.of(SWITCH, ownSwitch), () -> serviceSwitch(ownSwitch, checks), clock),
                plain.files(),
                events,
                clock,
                plain.limits(),
                conf(clock)
                        .map(conf -> new HostRules(
                                words.searchDomains(conf.searchDomains()),
                                words.has("HasWildcardMX", false),
                                options.flag(CfOption.DONT_EXPAND_CNAMES))),
                plain.neighbours());
    }

    /// The order of the option ServiceSwitchFile, or of nsswitch.conf where that file does not say, or is not safe.
    private static ServiceSwitch serviceSwitch(Path own, SafeMapFiles checks) {
        Map<String, List<String>> both = new HashMap<>(serviceSwitch().sources());
        checks.text(own, MapFileCheck.Purpose.SERVICE_SWITCH, LARGEST_SWITCH)
                .ifPresent(text -> both.putAll(ServiceSwitch.parse(text).sources()));
        return new ServiceSwitch(both);
    }

    private static Supplier<ServiceSwitch> serviceSwitch(Clock clock) {
        return new FollowedFiles<>(List.of(SWITCH), NameService::serviceSwitch, clock);
    }

    private static FollowedFiles<ResolvConf> conf(Clock clock) {
        return new FollowedFiles<>(List.of(RESOLV_CONF), NameService::readConf, clock);
    }

    private static Supplier<HostsTable> hosts(Path file, Clock clock) {
        return new FollowedFiles<>(List.of(file), () -> hosts(file), clock);
    }

    private static HostsTable hosts(Path file) {
        try {
            return HostsTable.read(file, LARGEST_HOSTS);
        } catch (IOException missing) {
            return HostsTable.parse("");
        }
    }

    /// The order of nsswitch.conf, which the C library follows for sendmail; without one, the hosts file first.
    private static ServiceSwitch serviceSwitch() {
        StringBuilder order = new StringBuilder("hosts");
        try {
            for (String line : Files.readAllLines(SWITCH, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("hosts:")) {
                    for (String word : line.substring("hosts:".length()).strip().split("\\s+", -1)) {
                        if (word.equals("files") || word.equals("dns")) {
                            order.append(' ').append(word);
                        }
                    }
                }
            }
        } catch (IOException missing) {
            return ServiceSwitch.parse("hosts files dns\n");
        }
        boolean empty = order.indexOf(" ") < 0;
        return ServiceSwitch.parse(empty ? "hosts files dns\n" : order + "\n");
    }

    private static ResolvConf readConf() {
        try {
            return ResolvConf.read(RESOLV_CONF);
        } catch (IOException missing) {
            // As the C library: without the file, a server on this machine.
            return ResolvConf.parse("");
        }
    }
}
