package org.postern.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// The records and behaviours of a [FakeDnsServer], read from its text.
final class FakeZone {
    private static final int MOST_ALIASES = 20;
    private static final long DEFAULT_TTL = 300;
    private static final Set<String> BEHAVIOURS = Set.of(
            "SERVFAIL",
            "REFUSED",
            "TIMEOUT",
            "OFFTOPIC",
            "LIES",
            "TRUNCATED",
            "ALIASONLY",
            "NOEDNS",
            "MANY",
            "GARBAGE");

    private final Map<Name, List<Record>> records = new HashMap<>();
    private final Map<Name, String> behaviours = new HashMap<>();

    private FakeZone() {}

    static FakeZone parse(String text) {
        FakeZone zone = new FakeZone();
        text.lines().map(String::strip).forEach(line -> {
            if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != ';') {
                try {
                    zone.add(line);
                } catch (IOException e) {
                    throw new IllegalArgumentException("no record: " + line, e);
                }
            }
        });
        return zone;
    }

    private void add(String line) throws IOException {
        String[] words = line.split("\\s+", 4);
        Name name = owner(words[0]);
        if (words[1].startsWith("!")) {
            String behaviour = words[1].substring(1);
            if (!BEHAVIOURS.contains(behaviour)) {
                throw new IllegalArgumentException("unknown behaviour: " + line);
            }
            behaviours.put(name, behaviour);
            if (behaviour.equals("MANY")) {
                addMany(name, Integer.parseInt(words[2]));
            }
            return;
        }
        boolean hasTtl = words[1].matches("\\d+");
        String[] fields = line.split("\\s+", hasTtl ? 4 : 3);
        int type = Type.value(fields[hasTtl ? 2 : 1]);
        long ttl = hasTtl ? Long.parseLong(fields[1]) : DEFAULT_TTL;
        String data = fields[fields.length - 1];
        Record record = Record.fromString(name, type, DClass.IN, ttl, data, Name.root);
        records.computeIfAbsent(name, _ -> new ArrayList<>()).add(record);
    }

    private void addMany(Name name, int count) throws TextParseException {
        List<Record> many = records.computeIfAbsent(name, _ -> new ArrayList<>());
        for (int i = 0; i < count; i++) {
            Name host = Name.fromString("mx" + (count - i), name);
            many.add(new MXRecord(name, DClass.IN, DEFAULT_TTL, (count - i) % 65536, host));
        }
    }

    private static Name owner(String text) throws IOException {
        boolean address = text.matches("[0-9.]+") || text.indexOf(':') >= 0;
        return address ? ReverseMap.fromAddress(InetAddress.ofLiteral(text)) : absolute(text);
    }

    static Name absolute(String text) throws TextParseException {
        return Name.fromString(text.toLowerCase(Locale.ROOT), Name.root);
    }

    /// The behaviour of a name, or nothing.
    String behaviour(Name name) {
        return behaviours.getOrDefault(name, "");
    }

    /// The records that answer, aliases first, as a recursive server puts them together.
    List<Record> answer(Name asked, int type, boolean followAliases) {
        List<Record> answer = new ArrayList<>();
        Name name = asked;
        for (int i = 0; i < MOST_ALIASES; i++) {
            List<Record> here = records.getOrDefault(name, List.of());
            here.stream().filter(record -> record.getType() == type).forEach(answer::add);
            Record alias = here.stream()
                    .filter(CNAMERecord.class::isInstance)
                    .findFirst()
                    .orElse(null);
            if (type == Type.CNAME || !(alias instanceof CNAMERecord next)) {
                return answer;
            }
            answer.add(next);
            name = next.getTarget();
            if (!followAliases) {
                return answer;
            }
        }
        return answer;
    }

    /// True when the name that the aliases of this one end at, or a name below it, has records.
    boolean exists(Name asked) {
        List<Record> chain = answer(asked, Type.CNAME, true);
        Name name = asked;
        for (int i = 0; i < MOST_ALIASES && !chain.isEmpty(); i++) {
            name = ((CNAMERecord) chain.getFirst()).getTarget();
            chain = answer(name, Type.CNAME, true);
        }
        Name end = name;
        return records.keySet().stream().anyMatch(known -> known.subdomain(end))
                || behaviours.keySet().stream().anyMatch(known -> known.subdomain(end));
    }
}
