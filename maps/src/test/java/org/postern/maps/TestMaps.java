package org.postern.maps;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.EventSink;
import org.postern.base.SystemClock;
import org.postern.cf.BlameFlag;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.dns.DnsAnswer;
import org.postern.dns.HostsTable;
import org.postern.dns.Resolver;
import org.postern.dns.ServiceSwitch;
import org.postern.os.Identity;

/// What several tests of maps need: K lines to maps, a name service from a table, streams in memory.
final class TestMaps {
    static final MacroScope NO_MACROS = new Macros();

    /// The real checks for root, with the temporary folders of tests forgiven.
    static final MapFileCheck ROOT_CHECKS =
            new SafeMapFiles(Set.of(BlameFlag.TRUST_STICKY_BIT), new Identity(0, 0, List.of()), 0, false);

    /// The same without that: what praliases has, which asks no configuration.
    static final MapFileCheck STRICT_CHECKS = new SafeMapFiles(Set.of(), new Identity(0, 0, List.of()), 0, false);

    private TestMaps() {}

    /// Macros in a table.
    static final class Macros implements MacroScope {
        final Map<String, String> values = new HashMap<>();

        @Override
        public Optional<String> macro(String name) {
            return Optional.ofNullable(values.get(name));
        }

        @Override
        public void define(String name, String value) {
            values.put(name, value);
        }
    }

    static MapDeclaration declaration(String line, int number) {
        String[] words = line.substring(1).split("\\s+", 3);
        return new MapDeclaration(
                Ascii.lower(words[0]),
                words.length > 1 ? words[1] : "",
                words.length > 2 ? words[2] : "",
                "x.cf",
                number);
    }

    static List<MapDeclaration> declarations(List<String> lines) {
        List<MapDeclaration> result = new ArrayList<>();
        for (String line : lines) {
            result.add(declaration(line, result.size() + 1));
        }
        return result;
    }

    static MapEnvironment environment(EventSink events, HostsTable hosts) {
        return new MapEnvironment(
                new NoNames(),
                hosts,
                org.postern.os.Accounts.system(),
                ServiceSwitch.parse("hosts files\n"),
                MapFileCheck.allowAll(),
                events,
                new SystemClock(),
                MapLimits.STANDARD,
                HostRules.STANDARD,
                MapNeighbours.none());
    }

    /// The one map that this K line declares.
    static MapLookup map(String line) {
        return map(line, environment(EventSink.none(), HostsTable.empty()));
    }

    static MapLookup map(String line, MapEnvironment environment) {
        MapDeclaration declaration = declaration(line, 1);
        MapSet set = MapSet.open(List.of(declaration), environment);
        if (!set.problems().isEmpty()) {
            throw new AssertionError(set.problems());
        }
        return set.find(declaration.name()).orElseThrow();
    }

    static LookupResult find(MapLookup map, String key, String... arguments) {
        return map.lookup(key, List.of(arguments), NO_MACROS);
    }

    static LookupResult found(String value) {
        return new LookupResult.Found(value);
    }

    static LookupResult notFound() {
        return LookupResult.NotFound.INSTANCE;
    }

    /// A name service that knows no name.
    static class NoNames implements Resolver {
        @Override
        public DnsAnswer<MailExchanger> mailExchangers(String domain) {
            return new DnsAnswer.NoSuchName<>();
        }

        @Override
        public DnsAnswer<InetAddress> ipv4Addresses(String host) {
            return new DnsAnswer.NoSuchName<>();
        }

        @Override
        public DnsAnswer<InetAddress> ipv6Addresses(String host) {
            return new DnsAnswer.NoSuchName<>();
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

    /// Both outputs of a command, merged.
    static final class Streams {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final ToolStreams streams;

        Streams(String input) {
            PrintStream out = new PrintStream(bytes, true, java.nio.charset.StandardCharsets.ISO_8859_1);
            streams = new ToolStreams(new ByteArrayInputStream(Ascii.bytes(input)), out, out);
        }

        String output() {
            return Ascii.text(bytes.toByteArray());
        }
    }
}
