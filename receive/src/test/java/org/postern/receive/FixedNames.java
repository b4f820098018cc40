package org.postern.receive;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver;

/// Names and addresses that a test fixes: PTR records by address text, and addresses by name. The PTR value `!` fails
/// for
/// now.
record FixedNames(Map<String, String> pointers, Map<String, String> hosts) implements Resolver {
    static final FixedNames LOCALHOST =
            new FixedNames(Map.of("127.0.0.1", "localhost"), Map.of("localhost", "127.0.0.1"));

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String domain) {
        return new DnsAnswer.NoSuchName<>();
    }

    @Override
    public DnsAnswer<InetAddress> ipv4Addresses(String host) {
        return address(host, false);
    }

    @Override
    public DnsAnswer<InetAddress> ipv6Addresses(String host) {
        return address(host, true);
    }

    private DnsAnswer<InetAddress> address(String host, boolean six) {
        String text = hosts.get(host);
        if (text == null) {
            return new DnsAnswer.NoSuchName<>();
        }
        if (text.equals("!")) {
            return new DnsAnswer.TemporaryFailure<>("told to");
        }
        return text.contains(":") == six
                ? new DnsAnswer.Found<>(List.of(InetAddress.ofLiteral(text)), host, false)
                : new DnsAnswer.NoData<>();
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        String name = pointers.get(address.getHostAddress());
        if (name == null) {
            return new DnsAnswer.NoSuchName<>();
        }
        return name.equals("!")
                ? new DnsAnswer.TemporaryFailure<>("told to")
                : new DnsAnswer.Found<>(List.of(name), "", false);
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
