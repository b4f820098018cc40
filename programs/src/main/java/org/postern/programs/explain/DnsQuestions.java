package org.postern.programs.explain;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver;

/// A name service that remembers what it was asked and what it said.
final class DnsQuestions implements Resolver {
    private static final int MOST = 1000;
    private static final String NO_NAME = "no such name";
    private static final String NO_ANSWER = "no answer now";

    private final Resolver next;
    private final Set<String> lines = new LinkedHashSet<>();

    DnsQuestions(Resolver next) {
        this.next = next;
    }

    /// The questions since the last time with their answers, each once: `MX example.com: 10 mx.example.com`.
    synchronized List<String> take() {
        List<String> taken = new ArrayList<>(lines);
        lines.clear();
        return taken;
    }

    /// True for a line of [#take] that can be the reason of a refusal: there is no such name, or no answer.
    static boolean isFailure(String line) {
        return line.endsWith(": " + NO_NAME) || line.endsWith(": " + NO_ANSWER);
    }

    private synchronized <T> DnsAnswer<T> noted(String kind, String name, DnsAnswer<T> answer) {
        String said = switch (answer) {
            case DnsAnswer.Found<T> found ->
                String.join(
                        ", ", found.records().stream().map(DnsQuestions::shown).toList());
            case DnsAnswer.NoData<T> _ -> "no such record";
            case DnsAnswer.NoSuchName<T> _ -> NO_NAME;
            case DnsAnswer.TemporaryFailure<T> _ -> NO_ANSWER;
        };
        if (lines.size() < MOST) {
            lines.add(kind + " " + name + ": " + said);
        }
        return answer;
    }

    private static String shown(Object record) {
        return switch (record) {
            case MailExchanger exchanger -> exchanger.preference() + " " + exchanger.host();
            case InetAddress address -> address.getHostAddress();
            default -> record.toString();
        };
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String domain) {
        return noted("MX", domain, next.mailExchangers(domain));
    }

    @Override
    public DnsAnswer<InetAddress> ipv4Addresses(String host) {
        return noted("A", host, next.ipv4Addresses(host));
    }

    @Override
    public DnsAnswer<InetAddress> ipv6Addresses(String host) {
        return noted("AAAA", host, next.ipv6Addresses(host));
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        return noted("PTR", address.getHostAddress(), next.names(address));
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return noted("TXT", name, next.texts(name));
    }

    @Override
    public DnsAnswer<String> alias(String name) {
        return noted("CNAME", name, next.alias(name));
    }

    @Override
    public DnsAnswer<String> hosts(String name, Pointer pointer) {
        return noted(pointer.name(), name, next.hosts(name, pointer));
    }

    @Override
    public DnsAnswer<CertificateAssociation> certificates(String name) {
        return noted("TLSA", name, next.certificates(name));
    }
}
