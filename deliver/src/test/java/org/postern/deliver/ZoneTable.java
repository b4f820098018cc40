package org.postern.deliver;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver;

/// A name service from a table.
final class ZoneTable implements Resolver {
    private final Map<String, List<MailExchanger>> exchangers = new HashMap<>();
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    private int questions;

    ZoneTable exchanger(String domain, int preference, String host) {
        exchangers.computeIfAbsent(domain, _ -> new ArrayList<>()).add(new MailExchanger(preference, host));
        return this;
    }

    ZoneTable address(String host, String... literals) {
        for (String literal : literals) {
            addresses.computeIfAbsent(host, _ -> new ArrayList<>()).add(InetAddress.ofLiteral(literal));
        }
        return this;
    }

    ZoneTable broken(String name) {
        broken.add(name);
        return this;
    }

    int questions() {
        return questions;
    }

    private <T> DnsAnswer<T> answer(String name, Map<String, List<T>> table) {
        questions++;
        if (broken.contains(name)) {
            return new DnsAnswer.TemporaryFailure<>("SERVFAIL");
        }
        List<T> found = table.getOrDefault(name, List.of());
        if (!found.isEmpty()) {
            return new DnsAnswer.Found<>(found, name, false);
        }
        boolean exists = exchangers.containsKey(name) || addresses.containsKey(name);
        return exists ? new DnsAnswer.NoData<>() : new DnsAnswer.NoSuchName<>();
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String domain) {
        return answer(domain, exchangers);
    }

    @Override
    public DnsAnswer<InetAddress> ipv4Addresses(String host) {
        return answer(host, addresses);
    }

    @Override
    public DnsAnswer<InetAddress> ipv6Addresses(String host) {
        return broken.contains(host) ? new DnsAnswer.TemporaryFailure<>("SERVFAIL") : new DnsAnswer.NoSuchName<>();
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        return new DnsAnswer.NoSuchName<>();
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return new DnsAnswer.NoSuchName<>();
    }

    @Override
    public DnsAnswer<String> alias(String name) {
        return new DnsAnswer.NoSuchName<>();
    }
}
