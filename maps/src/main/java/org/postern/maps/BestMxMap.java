package org.postern.maps;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver.MailExchanger;

/// Class `bestmx`: the best mail exchanger of a domain, with a final dot; with `-z` all of them in the order of their
/// preference. A domain without mail exchangers that has an address is its own (RFC 5321 §5.1); a null MX (RFC 7505)
/// finds nothing.
final class BestMxMap {
    private BestMxMap() {}

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others) {
        MapFlags flags = MapFlagsParser.optionalFile(declaration, environment);
        return new SimpleMap(
                MapFlagsParser.traits(flags, 0), (key, arguments, _) -> lookup(environment, flags, key, arguments));
    }

    private static LookupResult lookup(MapEnvironment environment, MapFlags flags, String key, List<String> arguments) {
        String domain = key.endsWith(".") ? key.substring(0, key.length() - 1) : key;
        if (domain.isEmpty() || domain.startsWith("[")) {
            return LookupResult.NotFound.INSTANCE;
        }
        MapLimits limits = environment.limits();
        return switch (environment.resolver().mailExchangers(domain)) {
            case DnsAnswer.Found<MailExchanger> found ->
                found.records().stream().anyMatch(exchanger -> !exchanger.host().isEmpty())
                        ? MapValue.found(flags, limits, key, arguments, hosts(found.records(), flags, limits))
                        : LookupResult.NotFound.INSTANCE;
            case DnsAnswer.NoData<MailExchanger>() -> ownAddress(environment, flags, key, domain);
            case DnsAnswer.NoSuchName<MailExchanger>() -> LookupResult.NotFound.INSTANCE;
            case DnsAnswer.TemporaryFailure<MailExchanger>(String reason) -> new LookupResult.TemporaryFailure(reason);
        };
    }

    private static String hosts(List<MailExchanger> exchangers, MapFlags flags, MapLimits limits) {
        List<String> sorted = exchangers.stream()
                .filter(exchanger -> !exchanger.host().isEmpty())
                .sorted(Comparator.comparingInt(MailExchanger::preference))
                .limit(limits.dnsRecords())
                .map(exchanger -> exchanger.host() + ".")
                .toList();
        return flags.columnDelimiter()
                .map(delimiter -> String.join(String.valueOf(delimiter), sorted))
                .orElseGet(sorted::getFirst);
    }

    private static LookupResult ownAddress(MapEnvironment environment, MapFlags flags, String key, String domain) {
        return switch (environment.resolver().addresses(domain)) {
            case DnsAnswer.Found<InetAddress> _ -> MapValue.plain(flags, environment.limits(), key);
            case DnsAnswer.NoData<InetAddress>() -> LookupResult.NotFound.INSTANCE;
            case DnsAnswer.NoSuchName<InetAddress>() -> LookupResult.NotFound.INSTANCE;
            case DnsAnswer.TemporaryFailure<InetAddress>(String reason) -> new LookupResult.TemporaryFailure(reason);
        };
    }
}
