package org.postern.maps;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.postern.base.Ascii;
import org.postern.base.Event.Priority;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver;
import org.postern.dns.Resolver.MailExchanger;

/// Class `dns`: the first record of type `-R` of a name, or with `-z` all of them joined, at most `-Z`. `-B` is a
/// domain that is put behind the key. Time-outs and retries (`-d`, `-r`) are the resolver's business.
final class DnsMap implements MapLookup {
    private static final List<String> TYPES =
            List.of("A", "AAAA", "CNAME", "MX", "NS", "PTR", "SRV", "TXT", "TLSA", "AFSDB");

    private final MapEnvironment environment;
    private final MapFlags flags;
    private final String type;
    private final String domain;
    private final int most;

    private DnsMap(MapEnvironment environment, MapFlags flags, String type, String domain, int most) {
        this.environment = environment;
        this.flags = flags;
        this.type = type;
        this.domain = domain;
        this.most = most;
    }

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        Map<Character, String> extras = new HashMap<>();
        MapFlags flags = MapFlagsParser.withExtras(declaration, "RBZ", extras);
        String type = extras.getOrDefault('R', "");
        long limit = environment.limits().dnsRecords();
        String asked = extras.getOrDefault('Z', "");
        long most = asked.isEmpty() ? limit : Math.clamp(CNumber.parse(asked), 1, limit);
        Optional<String> known = TYPES.stream()
                .filter(name -> Ascii.sameIgnoringCase(name, type))
                .findFirst();
        if (known.isEmpty() && !type.isEmpty()) {
            String wrong = "dns map " + declaration.name() + ": wrong type " + type;
            environment.events().accept(new MapEvent(declaration.name(), Priority.ERROR, wrong));
        }
        return new DnsMap(
                environment,
                flags,
                known.orElseThrow(
                        () -> new MapDeclarationException("dns map " + declaration.name() + ": missing -R type")),
                extras.getOrDefault('B', ""),
                (int) most);
    }

    @Override
    public MapTraits traits() {
        MapTraits traits = MapFlagsParser.traits(flags, SysExit.NO_HOST.code());
        // -S asks for DNSSEC here
        return new MapTraits(
                Optional.empty(),
                traits.keepsQuotes(),
                traits.heldBackWhenDeferring(),
                traits.toleratesFailure(),
                traits.failureSuffix(),
                traits.statusWhenMissing());
    }

    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        String name = key + (domain.isEmpty() || domain.startsWith(".") ? domain : "." + domain);
        String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return switch (ask(absolute)) {
            case DnsAnswer.Found<String> found ->
                MapValue.found(flags, environment.limits(), key, arguments, joined(found.records()));
            case DnsAnswer.NoData<String>() -> LookupResult.NotFound.INSTANCE;
            case DnsAnswer.NoSuchName<String>() -> LookupResult.NotFound.INSTANCE;
            case DnsAnswer.TemporaryFailure<String>(String reason) -> new LookupResult.TemporaryFailure(reason);
        };
    }

    private String joined(List<String> records) {
        return flags.columnDelimiter()
                .map(delimiter ->
                        String.join(String.valueOf(delimiter), records.subList(0, Math.min(most, records.size()))))
                .orElseGet(records::getFirst);
    }

    private DnsAnswer<String> ask(String name) {
        Resolver resolver = environment.resolver();
        return switch (type) {
            case "A" -> texts(resolver.ipv4Addresses(name), InetAddress::getHostAddress);
            case "AAAA" -> texts(resolver.ipv6Addresses(name), DnsMap::shortened);
            case "MX" -> texts(resolver.mailExchangers(name), MailExchanger::host);
            case "TXT" -> resolver.texts(name);
            case "CNAME" -> resolver.alias(name);
            case "PTR" -> reverse(name);
            case "NS" -> resolver.hosts(name, Resolver.Pointer.NAME_SERVER);
            case "AFSDB" -> resolver.hosts(name, Resolver.Pointer.CELL_SERVER);
            case "SRV" -> resolver.hosts(name, Resolver.Pointer.SERVICE);
            case "TLSA" -> texts(resolver.certificates(name), DnsMap::association);
            default -> new DnsAnswer.TemporaryFailure<>("the resolver has no records of type " + type);
        };
    }

    /// As sendmail writes it: three numbers of two digits, and the bytes between colons, all hexadecimal.
    private static String association(Resolver.CertificateAssociation record) {
        String data = record.data().replaceAll("(..)(?=.)", "$1:").toUpperCase(Locale.ROOT);
        return String.format(
                Locale.ROOT, "%02X %02X %02X %s", record.usage(), record.selector(), record.matchingType(), data);
    }

    private static <T> DnsAnswer<String> texts(DnsAnswer<T> answer, Function<T, String> text) {
        return switch (answer) {
            case DnsAnswer.Found<T> found ->
                new DnsAnswer.Found<>(
                        found.records().stream().map(text).toList(), found.canonicalName(), found.secure());
            case DnsAnswer.NoData<T>() -> new DnsAnswer.NoData<>();
            case DnsAnswer.NoSuchName<T>() -> new DnsAnswer.NoSuchName<>();
            case DnsAnswer.TemporaryFailure<T>(String reason) -> new DnsAnswer.TemporaryFailure<>(reason);
        };
    }

    /// `4.3.2.1.in-addr.arpa` or the 32 nibbles of an IPv6 address.
    private DnsAnswer<String> reverse(String name) {
        String lower = Ascii.lower(name);
        byte[] address = {};
        if (lower.endsWith(".in-addr.arpa")) {
            address = AddressLiteral.ipv4(turned(lower.substring(0, lower.length() - 13)));
        } else if (lower.endsWith(".ip6.arpa")) {
            address = nibbles(turned(lower.substring(0, lower.length() - 9)));
        }
        try {
            return address.length == 0
                    ? new DnsAnswer.NoSuchName<>()
                    : environment.resolver().names(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            return new DnsAnswer.NoSuchName<>();
        }
    }

    private static String turned(String labels) {
        List<String> parts = new ArrayList<>(Arrays.asList(labels.split("\\.", -1)));
        Collections.reverse(parts);
        return String.join(".", parts);
    }

    private static byte[] nibbles(String text) {
        String digits = text.replace(".", "");
        return text.length() == 63 && digits.length() == 32
                ? AddressLiteral.ipv6(digits.replaceAll("(.{4})(?=.)", "$1:"))
                : new byte[0];
    }

    /// The usual short form of an IPv6 address (RFC 5952 §4).
    private static String shortened(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) {
            return address.getHostAddress();
        }
        String[] groups = new String[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = Integer.toHexString((bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff));
        }
        int start = 0;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end].equals("0")) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        List<String> all = Arrays.asList(groups);
        return length < 2
                ? String.join(":", all)
                : String.join(":", all.subList(0, start)) + "::" + String.join(":", all.subList(start + length, 8));
    }
}
