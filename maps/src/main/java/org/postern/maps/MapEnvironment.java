package org.postern.maps;

import java.util.function.Supplier;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SystemClock;
import org.postern.dns.HostsTable;
import org.postern.dns.Resolver;
import org.postern.dns.ServiceSwitch;
import org.postern.os.Accounts;

/// What a process gives to its maps.
///
/// @param resolver the name service
/// @param hosts the hosts file, as it is at the moment; so the two other suppliers
/// @param accounts the accounts of the machine
/// @param services the service switch
/// @param files the file safety checks
/// @param events where problems go
/// @param clock for waiting times
/// @param limits the bounds of everything
/// @param hostRules how host names are made canonical
/// @param neighbours what maps ask outside of this process
public record MapEnvironment(
        Resolver resolver,
        Supplier<HostsTable> hosts,
        Accounts accounts,
        Supplier<ServiceSwitch> services,
        MapFileCheck files,
        EventSink events,
        Clock clock,
        MapLimits limits,
        Supplier<HostRules> hostRules,
        MapNeighbours neighbours) {
    /// An environment whose hosts file, switch and rules stay as they are.
    public MapEnvironment(
            Resolver resolver,
            HostsTable hosts,
            Accounts accounts,
            ServiceSwitch services,
            MapFileCheck files,
            EventSink events,
            Clock clock,
            MapLimits limits,
            HostRules hostRules,
            MapNeighbours neighbours) {
        this(
                resolver,
                () -> hosts,
                accounts,
                () -> services,
                files,
                events,
                clock,
                limits,
                () -> hostRules,
                neighbours);
    }

    /// An environment with this name service and nothing else: no hosts file, no accounts, all files allowed.
    public static MapEnvironment of(Resolver resolver) {
        return new MapEnvironment(
                resolver,
                HostsTable.empty(),
                new NoAccounts(),
                ServiceSwitch.parse("hosts files dns\n"),
                MapFileCheck.allowAll(),
                EventSink.none(),
                new SystemClock(),
                MapLimits.STANDARD,
                HostRules.STANDARD,
                MapNeighbours.none());
    }

    /// The same with other accounts.
    public MapEnvironment withAccounts(Accounts others) {
        return new MapEnvironment(
                resolver, hosts, others, services, files, events, clock, limits, hostRules, neighbours);
    }

    /// The same with other file safety checks.
    public MapEnvironment withFiles(MapFileCheck checks) {
        return new MapEnvironment(
                resolver, hosts, accounts, services, checks, events, clock, limits, hostRules, neighbours);
    }

    /// The same with another place for problems.
    public MapEnvironment withEvents(EventSink other) {
        return new MapEnvironment(
                resolver, hosts, accounts, services, files, other, clock, limits, hostRules, neighbours);
    }

    /// The same with other neighbours.
    public MapEnvironment withNeighbours(MapNeighbours others) {
        return new MapEnvironment(resolver, hosts, accounts, services, files, events, clock, limits, hostRules, others);
    }
}
