package org.postern.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The sources of the service `hosts` in their order: the hosts file answers for addresses and their names, the name
/// service for everything.
///
/// Without `dns` in the order, nothing has a mail exchanger, a text or an alias: the answer is "no data", so that the
/// caller goes on with the addresses, as sendmail does.
public final class SwitchedResolver implements Resolver {
    private final Supplier<HostsTable> hosts;
    private final Supplier<? extends Resolver> nameService;
    private final Supplier<ServiceSwitch> services;

    /// @param nameService asked where the order says `dns`
    /// @param services its sources for `hosts` are the order; sources other than `files` and `dns` are left out
    public SwitchedResolver(HostsTable hosts, Resolver nameService, ServiceSwitch services) {
        this(() -> hosts, () -> nameService, () -> services);
    }

    /// The same with sources that may change: each question goes to those of its moment.
    public SwitchedResolver(
            Supplier<HostsTable> hosts, Supplier<? extends Resolver> nameService, Supplier<ServiceSwitch> services) {
        this.hosts = hosts;
        this.nameService = nameService;
        this.services = services;
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String domain) {
        return fromNameService(() -> nameService.get().mailExchangers(domain));
    }

    @Override
    public DnsAnswer<InetAddress> ipv4Addresses(String host) {
        return inOrder(
                fromHosts(host, Inet4Address.class::isInstance),
                () -> nameService.get().ipv4Addresses(host));
    }

    @Override
    public DnsAnswer<InetAddress> ipv6Addresses(String host) {
        return inOrder(
                fromHosts(host, address -> !(address instanceof Inet4Address)),
                () -> nameService.get().ipv6Addresses(host));
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        List<String> names = hosts.get().names(address);
        DnsAnswer<String> filed =
                names.isEmpty() ? new DnsAnswer.NoSuchName<>() : new DnsAnswer.Found<>(names, names.getFirst(), false);
        return inOrder(filed, () -> nameService.get().names(address));
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return fromNameService(() -> nameService.get().texts(name));
    }

    @Override
    public DnsAnswer<String> alias(String name) {
        return fromNameService(() -> nameService.get().alias(name));
    }

    @Override
    public DnsAnswer<String> hosts(String name, Pointer pointer) {
        return fromNameService(() -> nameService.get().hosts(name, pointer));
    }

    @Override
    public DnsAnswer<CertificateAssociation> certificates(String name) {
        return fromNameService(() -> nameService.get().certificates(name));
    }

    private List<String> order() {
        return services.get().sources("hosts");
    }

    private <T> DnsAnswer<T> fromNameService(Supplier<DnsAnswer<T>> question) {
        return order().contains("dns") ? question.get() : new DnsAnswer.NoData<>();
    }

    private DnsAnswer<InetAddress> fromHosts(String host, Predicate<InetAddress> family) {
        HostsTable table = hosts.get();
        List<InetAddress> all = table.addresses(host);
        List<InetAddress> wanted = all.stream().filter(family).toList();
        if (wanted.isEmpty()) {
            return all.isEmpty() ? new DnsAnswer.NoSuchName<>() : new DnsAnswer.NoData<>();
        }
        return new DnsAnswer.Found<>(wanted, table.canonicalName(host).orElse(host), false);
    }

    /// The first source that finds something; else what all say together.
    private <T> DnsAnswer<T> inOrder(DnsAnswer<T> filed, Supplier<DnsAnswer<T>> question) {
        List<DnsAnswer<T>> answers = new ArrayList<>();
        for (String source : order()) {
            if (source.equals("files")) {
                answers.add(filed);
            } else if (source.equals("dns")) {
                answers.add(question.get());
            } else {
                continue;
            }
            if (answers.getLast() instanceof DnsAnswer.Found<T>) {
                return answers.getLast();
            }
        }
        return DnsAnswer.joined(answers);
    }
}
