package org.postern.programs.sendmail;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.cf.AddressTest;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapLookup;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver.MailExchanger;

/// What `/mx` and `/canon` of the address test ask the name service.
final class TestHosts implements AddressTest.Hosts {
    private final NameServiceTrace resolver;
    private final Function<String, Optional<MapLookup>> maps;
    private final MacroScope macros;
    private final boolean nameService;

    /// @param nameService false when the service switch names only files: then nothing has a mail exchanger
    TestHosts(
            NameServiceTrace resolver,
            Function<String, Optional<MapLookup>> maps,
            MacroScope macros,
            boolean nameService) {
        this.nameService = nameService;
        this.resolver = resolver;
        this.macros = macros;
        this.maps = maps;
    }

    @Override
    public String mx(String host) {
        String begin = "getmxrr(" + host + ") returns ";
        if (host.startsWith("[")) {
            return begin + listed(isAddress(host) ? List.of(host) : List.of());
        }
        if (!nameService) {
            return begin + listed(List.of());
        }
        return switch (resolver.exchangersOf(host)) {
            case DnsAnswer.Found<MailExchanger> found -> begin + exchangers(found.records());
            case DnsAnswer.NoData<MailExchanger>() -> begin + itself(host);
            case DnsAnswer.NoSuchName<MailExchanger>() -> begin + listed(List.of());
            case DnsAnswer.TemporaryFailure<MailExchanger> _ -> begin + "-1 value(s):\n";
        };
    }

    private static boolean isAddress(String literal) {
        try {
            return literal.endsWith("]") && InetAddress.ofLiteral(literal.substring(1, literal.length() - 1)) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String exchangers(List<MailExchanger> records) {
        if (records.stream().allMatch(record -> record.host().isEmpty())) {
            return "null MX (See RFC7505)\n";
        }
        List<MailExchanger> sorted = new ArrayList<>(records);
        sorted.removeIf(record -> record.host().isEmpty());
        sorted.sort(Comparator.comparingInt(MailExchanger::preference));
        return listed(sorted.stream().map(record -> record.host() + ".").toList());
    }

    private String itself(String host) {
        return switch (resolver.addresses(withoutDot(host))) {
            case DnsAnswer.Found<InetAddress> found -> listed(List.of(found.canonicalName() + "."));
            case DnsAnswer.NoData<InetAddress>() -> listed(List.of());
            case DnsAnswer.NoSuchName<InetAddress>() -> listed(List.of());
            case DnsAnswer.TemporaryFailure<InetAddress> _ -> "-1 value(s):\n";
        };
    }

    private static String listed(List<String> hosts) {
        StringBuilder text = new StringBuilder().append(hosts.size()).append(" value(s):\n");
        hosts.forEach(host -> text.append('\t').append(host).append('\n'));
        return text.toString();
    }

    @Override
    public String canonical(String host) {
        LookupResult result = maps.apply("host")
                .map(map -> map.lookup(host, List.of(), macros))
                .orElse(LookupResult.NotFound.INSTANCE);
        return switch (result) {
            case LookupResult.Found(String name) -> withoutDot(name);
            case LookupResult.NotFound() -> host;
            case LookupResult.TemporaryFailure _ -> host;
        };
    }
}
