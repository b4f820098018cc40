package org.postern.programs.mta;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.OptionValues;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.deliver.DeliveryRehearsal;
import org.postern.deliver.UserFiles;
import org.postern.dns.Resolver;
import org.postern.helper.ListInspection;
import org.postern.maps.AliasSource;
import org.postern.maps.ConfiguredMaps;
import org.postern.maps.EntrySource;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapFileCheck;
import org.postern.maps.ShownFiles;
import org.postern.os.Accounts;
import org.postern.receive.HostCondition;
import org.postern.receive.HostUsers;
import org.postern.receive.Protection;
import org.postern.receive.SessionRehearsal;
import org.postern.receive.SystemCondition;
import org.postern.sasl.FailureKind;
import org.postern.sasl.PasswordVerdict;

/// The daemon's rules, maps, users and lists for a command that only says what they would do: put together as in
/// [NetworkAssembly], but without queue, sockets and second process. Programs of maps are not run.
///
/// @param configuration what is rehearsed; it need not be installed
/// @param rules its rules
/// @param maps its maps and aliases
/// @param entries where the entries of maps were written
/// @param lists reads lists as the helper does
/// @param resolver the name service
/// @param accounts the users of the host
public record RehearsalHost(
        Configuration configuration,
        RewriteEngine rules,
        ConfiguredMaps maps,
        EntrySource entries,
        ListInspection lists,
        Resolver resolver,
        Accounts accounts,
        Clock clock,
        EventSink events) {
    private static final int LONGEST_LIST = 8 << 20;

    /// Opens the maps of a configuration.
    ///
    /// @param events gets what is wrong with maps and lists
    public static RehearsalHost of(
            Configuration configuration, Resolver resolver, Accounts accounts, Clock clock, EventSink events) {
        MapEnvironment environment = HostMaps.alone(configuration, resolver, accounts, events, clock);
        return of(configuration, environment, resolver, accounts, clock, events);
    }

    /// The same for files whose owners and modes are another question: maps are read whoever may write them.
    public static RehearsalHost trusting(
            Configuration configuration, Resolver resolver, Accounts accounts, Clock clock, EventSink events) {
        MapEnvironment environment =
                HostMaps.alone(configuration, resolver, accounts, events, clock).withFiles(MapFileCheck.allowAll());
        return of(configuration, environment, resolver, accounts, clock, events);
    }

    private static RehearsalHost of(
            Configuration configuration,
            MapEnvironment environment,
            Resolver resolver,
            Accounts accounts,
            Clock clock,
            EventSink events) {
        ConfiguredMaps maps = ConfiguredMaps.open(configuration, environment);
        return new RehearsalHost(
                configuration,
                new RewriteEngine(configuration, maps.maps()::find, RewriteLimits.STANDARD),
                maps,
                EntrySource.of(configuration.maps(), aliasSources(configuration)),
                new ListInspection(HostLists.rules(configuration, accounts, clock, events), events),
                resolver,
                accounts,
                clock,
                events);
    }

    /// The resolver of this host, for [#of].
    public static Resolver resolver(Clock clock) {
        return NameService.ofThisHost(clock);
    }

    private static List<AliasSource> aliasSources(Configuration configuration) {
        return AliasSource.parse(configuration.options().list(CfOption.ALIAS_FILE));
    }

    /// The alias files in their order.
    public List<AliasSource> aliasSources() {
        return aliasSources(configuration);
    }

    /// What becomes of mail.
    ///
    /// @param random orders hosts of equal preference
    public DeliveryRehearsal deliveries(RandomGenerator random) {
        return new DeliveryRehearsal(
                configuration,
                rules,
                maps.aliases()::find,
                new AccountUsers(accounts),
                UserFiles.of(lists::read, LONGEST_LIST),
                resolver,
                HostLists.defaultUserByName(configuration.options(), accounts),
                random);
    }

    /// What becomes of sessions with the load and the free space that this host has now.
    public SessionRehearsal sessions() {
        return sessions(new SystemCondition(
                Path.of("/proc/loadavg"),
                queueDirectories(),
                configuration.options().number(CfOption.MIN_FREE_BLOCKS),
                clock));
    }

    /// What becomes of sessions.
    ///
    /// @param condition how busy and full the host is
    public SessionRehearsal sessions(HostCondition condition) {
        OptionValues options = configuration.options();
        boolean certificate = !options.text(CfOption.SERVER_CERT_FILE).isEmpty() || TlsOptions.hasNone(options);
        return new SessionRehearsal(
                configuration,
                rules,
                resolver,
                new HostUsers(maps.aliases()::find, accounts),
                condition,
                new Protection(
                        HostSasl.server(
                                configuration,
                                _ -> new ShownFiles.Answer.Unavailable("Permission denied"),
                                (_, _, _) ->
                                        new PasswordVerdict.Refused(FailureKind.UNAVAILABLE, "nobody is asked here"),
                                clock,
                                new SecureRandom(),
                                events),
                        Optional::empty),
                certificate,
                clock);
    }

    private List<Path> queueDirectories() {
        try {
            return DaemonConfiguration.queueDirectories(configuration);
        } catch (java.io.IOException _) {
            return List.of();
        }
    }
}
