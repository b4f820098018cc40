package org.postern.programs.sendmail;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.postern.base.Ascii;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;
import org.postern.dns.DnsAnswer;
import org.postern.dns.Resolver;

/// The name service of an address test, which tells with `-d8` what is asked there (sendmail op guide §4.7): 8.1
/// failures, 8.2 what is wanted, 8.5 each question about a name to be made canonical, 8.7 its answer.
///
/// For one thread.
final class NameServiceTrace implements Resolver {
    private static final int WISHES = 2;
    private static final int QUESTIONS = 5;
    private static final int ANSWERS = 7;

    private static final int NO_SUCH_NAME = 1;
    private static final int TRY_AGAIN = 2;
    private static final int NO_DATA = 4;

    private final Resolver resolver;
    private final IntPredicate level;
    private final Consumer<String> out;
    /// The name that is being made canonical; empty at other times.
    private String wanted = "";
    private boolean told;

    /// @param level true when `-d8` has this level or a higher one
    /// @param out takes whole lines with their line breaks
    NameServiceTrace(Resolver resolver, IntPredicate level, Consumer<String> out) {
        this.resolver = resolver;
        this.level = level;
        this.out = out;
    }

    /// A map of class `host` whose questions are told.
    MapLookup canonifying(MapLookup map) {
        return new MapLookup() {
            @Override
            public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
                wanted = key.startsWith("[") ? "" : key;
                told = false;
                LookupResult result = map.lookup(key, arguments, macros);
                if (told && result instanceof LookupResult.Found(String name)) {
                    tell(QUESTIONS, "dns_getcanonname: " + withoutDot(name));
                }
                wanted = "";
                return result;
            }

            @Override
            public MapTraits traits() {
                return map.traits();
            }
        };
    }

    /// The mail exchangers of a host, as `/mx` wants them.
    DnsAnswer<MailExchanger> exchangersOf(String host) {
        tell(WISHES, "getmxrr(" + host + ", droplocalhost=0, flags=2, port=-1)");
        DnsAnswer<MailExchanger> answer = resolver.mailExchangers(withoutDot(host));
        if (!(answer instanceof DnsAnswer.Found)) {
            tell(1, "getmxrr: res_search(" + host + ") failed, h_errno=" + error(answer));
        }
        return answer;
    }

    private void tell(int wantedLevel, String line) {
        if (level.test(wantedLevel)) {
            out.accept(line + "\n");
        }
    }

    private <T> DnsAnswer<T> asked(String name, String type, DnsAnswer<T> answer) {
        if (!wanted.isEmpty()) {
            if (!told) {
                told = true;
                tell(WISHES, "dns_getcanonname(" + withoutDot(wanted) + ", trymx=1)");
            }
            String dot = Ascii.sameIgnoringCase(name, withoutDot(wanted)) ? "." : "";
            tell(QUESTIONS, "dns_getcanonname: trying " + name + dot + " (" + type + ")");
            tell(ANSWERS, answer instanceof DnsAnswer.Found ? "\tYES" : "\tNO: errno=0, h_errno=" + error(answer));
        }
        return answer;
    }

    private static int error(DnsAnswer<?> answer) {
        return switch (answer) {
            case DnsAnswer.Found<?> _ -> 0;
            case DnsAnswer.NoSuchName<?>() -> NO_SUCH_NAME;
            case DnsAnswer.TemporaryFailure<?> _ -> TRY_AGAIN;
            case DnsAnswer.NoData<?>() -> NO_DATA;
        };
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String domain) {
        return asked(domain, "MX", resolver.mailExchangers(domain));
    }

    @Override
    public DnsAnswer<InetAddress> ipv4Addresses(String host) {
        return asked(host, "A", resolver.ipv4Addresses(host));
    }

    @Override
    public DnsAnswer<InetAddress> ipv6Addresses(String host) {
        return asked(host, "AAAA", resolver.ipv6Addresses(host));
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        return resolver.names(address);
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return resolver.texts(name);
    }

    @Override
    public DnsAnswer<String> alias(String name) {
        return resolver.alias(name);
    }

    @Override
    public DnsAnswer<String> hosts(String name, Pointer pointer) {
        return resolver.hosts(name, pointer);
    }

    @Override
    public DnsAnswer<CertificateAssociation> certificates(String name) {
        return resolver.certificates(name);
    }
}
