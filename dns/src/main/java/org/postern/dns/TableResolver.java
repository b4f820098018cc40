package org.postern.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postern.base.Ascii;

/// A resolver that answers from a text, without a network: for tests, and for hosts that must not ask anybody.
///
/// One record a line: `name [ttl] TYPE data`, types `A`, `AAAA`, `MX`, `CNAME`, `PTR`, `TXT`, `TLSA`; names with or
/// without a final dot; `#` or `;` begins a comment line. `name !SERVFAIL` and `name !TIMEOUT` make every look-up
/// of the name a temporary failure. The data of a TXT record is one text in double quotes, or several that are
/// joined. The name of a PTR record is the address itself. Answers are secure only after [#secured].
public final class TableResolver implements Resolver {
    private static final int MOST_ALIASES = 8;

    /// One line.
    private record Line(String type, String data) {}

    private final Map<String, List<Line>> lines;
    private final boolean secure;

    private TableResolver(Map<String, List<Line>> lines, boolean secure) {
        this.lines = lines;
        this.secure = secure;
    }

    /// A resolver that knows no name at all.
    public static TableResolver empty() {
        return new TableResolver(Map.of(), false);
    }

    /// A resolver for this text.
    ///
    /// @throws IllegalArgumentException for a line that is none of the format
    public static TableResolver parse(String zone) {
        Map<String, List<Line>> lines = new LinkedHashMap<>();
        zone.lines().map(String::strip).forEach(line -> {
            if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != ';') {
                String[] words = line.split("\\s+", 3);
                if (words.length == 3 && words[1].matches("\\d+")) {
                    words = (words[0] + " " + words[2]).split("\\s+", 3);
                }
                String data = words.length == 3 ? words[2].strip() : "";
                String type = words.length > 1 ? words[1] : "";
                if (!type.startsWith("!") && data.isEmpty()) {
                    throw new IllegalArgumentException("no record: " + line);
                }
                lines.computeIfAbsent(key(words[0]), _ -> new ArrayList<>()).add(new Line(type, data));
            }
        });
        return new TableResolver(lines, false);
    }

    /// The same with DNSSEC vouching for every answer.
    public TableResolver secured() {
        return new TableResolver(lines, true);
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String domain) {
        return find(domain, "MX", line -> {
            String[] words = line.data().split("\\s+", 2);
            return new MailExchanger(Integer.parseInt(words[0]), withoutDot(words[1]));
        });
    }

    @Override
    public DnsAnswer<InetAddress> ipv4Addresses(String host) {
        return find(host, "A", TableResolver::address);
    }

    @Override
    public DnsAnswer<InetAddress> ipv6Addresses(String host) {
        return find(host, "AAAA", TableResolver::address);
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        return find(address.getHostAddress(), "PTR", line -> withoutDot(line.data()));
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return find(name, "TXT", line -> line.data().replaceAll("\"\\s+\"", "").replaceAll("^\"|\"$", ""));
    }

    @Override
    public DnsAnswer<String> alias(String name) {
        List<Line> here = lines.getOrDefault(key(name), List.of());
        return answer(name, here, "CNAME", line -> withoutDot(line.data()));
    }

    @Override
    public DnsAnswer<CertificateAssociation> certificates(String name) {
        return find(name, "TLSA", line -> {
            String[] words = line.data().split("\\s+", 4);
            return new CertificateAssociation(
                    Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[3]);
        });
    }

    private <T> DnsAnswer<T> find(String name, String type, Function<Line, T> read) {
        String owner = name;
        Set<String> seen = new HashSet<>();
        while (true) {
            List<Line> here = lines.getOrDefault(key(owner), List.of());
            Optional<Line> alias =
                    here.stream().filter(line -> line.type().equals("CNAME")).findFirst();
            if (alias.isEmpty()) {
                return answer(owner, here, type, read);
            }
            if (!seen.add(key(owner)) || seen.size() > MOST_ALIASES) {
                return new DnsAnswer.TemporaryFailure<>("too many aliases");
            }
            owner = withoutDot(alias.get().data());
        }
    }

    private <T> DnsAnswer<T> answer(String owner, List<Line> here, String type, Function<Line, T> read) {
        for (Line line : here) {
            if (line.type().startsWith("!")) {
                return new DnsAnswer.TemporaryFailure<>(line.type().substring(1));
            }
        }
        List<T> records =
                here.stream().filter(line -> line.type().equals(type)).map(read).toList();
        if (!records.isEmpty()) {
            return new DnsAnswer.Found<>(records, withoutDot(owner), secure);
        }
        String below = "." + key(owner);
        boolean exists = !here.isEmpty() || lines.keySet().stream().anyMatch(name -> name.endsWith(below));
        return exists ? new DnsAnswer.NoData<>() : new DnsAnswer.NoSuchName<>();
    }

    private static InetAddress address(Line line) {
        return AddressText.parse(line.data())
                .filter(found -> found instanceof Inet4Address == line.type().equals("A"))
                .orElseThrow(() -> new IllegalArgumentException("no address: " + line.data()));
    }

    /// A name to compare: lower case, no final dot; an address in its usual form.
    private static String key(String name) {
        return AddressText.parse(name).map(InetAddress::getHostAddress).orElseGet(() -> Ascii.lower(withoutDot(name)));
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
