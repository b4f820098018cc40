package org.postern.maps;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.base.Ascii;
import org.postern.cf.LookupResult;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver.MailExchanger;

/// Makes host names canonical: asks the sources of the service `hosts` in their order, `files` and `dns`.
///
/// In the name service a name counts when it has an address or a mail exchanger; aliases are followed. A short name is
/// tried with each search domain, then alone; a name with a dot first alone.
final class HostNames {
    private final MapEnvironment environment;

    HostNames(MapEnvironment environment) {
        this.environment = environment;
    }

    /// The canonical name of a host, without a final dot.
    ///
    /// @param domain completes a name of the hosts file that has no dot; empty for none
    LookupResult canonical(String given, String domain) {
        String host = given.endsWith(".") ? given.substring(0, given.length() - 1) : given;
        if (host.isEmpty()) {
            return LookupResult.NotFound.INSTANCE;
        }
        return bySource(
                () -> environment.hosts().get().canonicalName(host).map(name -> completed(name, domain)),
                () -> fromNameService(host, given.endsWith(".")));
    }

    private static String completed(String name, String domain) {
        return name.indexOf('.') >= 0 || domain.isEmpty() ? name : name + "." + domain;
    }

    /// The name of an address, given as `[1.2.3.4]` or `[IPv6:...]`.
    LookupResult ofLiteral(String literal) {
        int end = literal.indexOf(']');
        Optional<InetAddress> address = end < 0 ? Optional.empty() : address(literal.substring(1, end));
        if (address.isEmpty()) {
            return LookupResult.NotFound.INSTANCE;
        }
        InetAddress wanted = address.get();
        return bySource(() -> environment.hosts().get().nameOf(wanted), () -> switch (environment
                .resolver()
                .names(wanted)) {
            case DnsAnswer.Found<String> found ->
                new LookupResult.Found(found.records().getFirst());
            case DnsAnswer.NoData<String>() -> LookupResult.NotFound.INSTANCE;
            case DnsAnswer.NoSuchName<String>() -> LookupResult.NotFound.INSTANCE;
            case DnsAnswer.TemporaryFailure<String> failure -> new LookupResult.TemporaryFailure(failure.reason());
        });
    }

    private static Optional<InetAddress> address(String text) {
        byte[] bytes = AddressLiteral.ipv4(text);
        if (bytes.length == 0) {
            bytes = AddressLiteral.ipv6(Ascii.startsIgnoringCase(text, "IPv6:") ? text.substring(5) : text);
        }
        try {
            return bytes.length == 0 ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private LookupResult bySource(Supplier<Optional<String>> files, Supplier<LookupResult> dns) {
        LookupResult result = LookupResult.NotFound.INSTANCE;
        for (String source : environment.services().get().sources("hosts")) {
            result = switch (source) {
                case "files" ->
                    files.get().<LookupResult>map(LookupResult.Found::new).orElse(result);
                case "dns" -> dns.get();
                default -> result;
            };
            if (result instanceof LookupResult.Found) {
                return result;
            }
        }
        return result;
    }

    private LookupResult fromNameService(String host, boolean absolute) {
        for (String name : candidates(host, absolute)) {
            LookupResult result = one(name, name.equals(host));
            if (!(result instanceof LookupResult.NotFound)) {
                return result;
            }
        }
        return LookupResult.NotFound.INSTANCE;
    }

    private List<String> candidates(String host, boolean absolute) {
        List<String> names = new ArrayList<>();
        boolean dotted = host.indexOf('.') >= 0;
        if (dotted || absolute) {
            names.add(host);
        }
        if (!absolute) {
            for (String domain : environment.hostRules().get().searchDomains()) {
                names.add(host + "." + domain);
            }
        }
        if (!dotted && !absolute) {
            names.add(host);
        }
        return names;
    }

    private LookupResult one(String name, boolean asGiven) {
        if (environment.hostRules().get().keepAliases()
                && environment.resolver().alias(name) instanceof DnsAnswer.Found<String>) {
            return new LookupResult.Found(name);
        }
        LookupResult result = canonicalOf(name, environment.resolver().ipv4Addresses(name));
        if (result instanceof LookupResult.NotFound) {
            result = canonicalOf(name, environment.resolver().ipv6Addresses(name));
        }
        if (result instanceof LookupResult.NotFound
                && (asGiven || !environment.hostRules().get().wildcardMx())) {
            DnsAnswer<MailExchanger> exchangers = environment.resolver().mailExchangers(name);
            result = canonicalOf(name, exchangers);
        }
        return result;
    }

    private static <T> LookupResult canonicalOf(String name, DnsAnswer<T> answer) {
        return switch (answer) {
            case DnsAnswer.Found<T> found -> {
                boolean same = found.canonicalName().isEmpty() || Ascii.sameIgnoringCase(found.canonicalName(), name);
                yield new LookupResult.Found(same ? name : found.canonicalName());
            }
            case DnsAnswer.NoData<T>() -> LookupResult.NotFound.INSTANCE;
            case DnsAnswer.NoSuchName<T>() -> LookupResult.NotFound.INSTANCE;
            case DnsAnswer.TemporaryFailure<T> failure -> new LookupResult.TemporaryFailure(failure.reason());
        };
    }
}
