package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.EventSink;
import org.postern.cf.LookupResult;
import org.postern.cf.MapLookup;
import org.postern.dns.DnsAnswer;
import org.postern.dns.HostsTable;
import org.postern.dns.ServiceSwitch;

/// Maps with arguments, recorded from `sendmail -bt` 8.17 with rules like `$(ar $1 $@ $2 $@ $3 $)`, and maps that ask
/// the name service.
class ComputingMapsTest {
    @ParameterizedTest
    @CsvSource({
        "+,1,2,3",
        "-,1,2,-1",
        "*,3,4,12",
        "/,7,2,3",
        "%,7,3,1",
        "&,6,3,2",
        "|,6,3,7",
        "l,1,2,TRUE",
        "l,2,1,FALSE",
        "=,1,1,TRUE",
        "=,1,2,FALSE",
        "+,0x10,1,17",
        "+,010,1,9",
        "+,99999999999,1,100000000000",
        "+,9223372036854775807,1,-92233720368547",
        "+,-5,2,-3",
        "/,-7,2,-3",
        "%,-7,3,-1",
        "+,abc,2,2",
        "+,12abc,2,14",
        "r,3,3,3",
        "r,3,1,3",
        "++,1,2,3",
        "=,1x,1,TRUE",
        "+,99999999999999999999,0,922337203685477",
        "/,9223372036854775807,-1,-92233720368547",
        "*,99999999999,99999999999,186471184942302"
    })
    void computes(String operator, String a, String b, String result) {
        assertThat(TestMaps.find(TestMaps.map("Kar arith"), operator, a, b)).isEqualTo(TestMaps.found(result));
    }

    @ParameterizedTest
    @CsvSource({"/,7,0", "%,7,0", "^,1,2", "~,1,2"})
    void doesNotComputeEverything(String operator, String a, String b) {
        assertThat(TestMaps.find(TestMaps.map("Kar arith"), operator, a, b)).isEqualTo(TestMaps.notFound());
    }

    @Test
    void drawsNumbersBetweenTheTwo() {
        MapLookup arith = TestMaps.map("Kar arith");
        for (int i = 0; i < 100; i++) {
            assertThat(TestMaps.find(arith, "r", "5", "7"))
                    .isIn(TestMaps.found("5"), TestMaps.found("6"), TestMaps.found("7"));
        }
    }

    @Test
    void setsMacrosAndClearsThem() {
        TestMaps.Macros macros = new TestMaps.Macros();
        MapLookup macro = TestMaps.map("Kmc macro");
        assertThat(macro.lookup("{client_note}", List.of("x y"), macros)).isEqualTo(TestMaps.found(""));
        assertThat(macros.values).isEqualTo(Map.of("client_note", "x y"));
        macro.lookup("{client_note}", List.of(), macros);
        assertThat(macros.values).isEqualTo(Map.of("client_note", ""));
    }

    @Test
    void replacesPercentArguments() {
        assertThat(MapValue.expanded("v2 %0 and %1 and %2 %9 %% %x %", "two", List.of("arg1", "arg two")))
                .isEqualTo("v2 two and arg1 and arg two  % %x %");
        assertThat(MapValue.expanded("a\0b", "k", List.of())).isEqualTo("a");
    }

    @Test
    void choosesThePartsOfAMatchByArgument() {
        MapLookup map = TestMaps.map("Kr regex -s1,2 -d+ (a)(b)");
        assertThat(TestMaps.find(map, "ab", "2,1")).isEqualTo(TestMaps.found("b+a"));
        assertThat(TestMaps.find(map, "ab", "0")).isEqualTo(TestMaps.found("ab"));
        assertThat(TestMaps.find(map, "ab", "3")).isEqualTo(TestMaps.notFound());
    }

    /// DOS-08: expressions that go back again and again.
    @Test
    void boundsTheWorkOfAnExpression() {
        MapLookup map = TestMaps.map("Kr regex (a*)*(b|c*)*(x+x+)+y");
        assertThat(TestMaps.find(map, "a".repeat(300) + "x".repeat(300)))
                .isInstanceOf(LookupResult.TemporaryFailure.class);
        MapLookup deep = TestMaps.map("Kr regex ((a|b)|c)*d");
        assertThat(TestMaps.find(deep, "abc".repeat(100_000)))
                .isInstanceOfAny(LookupResult.TemporaryFailure.class, LookupResult.NotFound.class);
    }

    /// One MX domain, one broken one, one host.
    private static final class Names extends TestMaps.NoNames {
        @Override
        public DnsAnswer<MailExchanger> mailExchangers(String domain) {
            return switch (domain) {
                case "mail.test" ->
                    new DnsAnswer.Found<>(
                            List.of(new MailExchanger(20, "b.test"), new MailExchanger(10, "a.test")), domain, false);
                case "null.test" -> new DnsAnswer.Found<>(List.of(new MailExchanger(0, "")), domain, false);
                case "broken.test" -> new DnsAnswer.TemporaryFailure<>("timeout");
                case "host.test" -> new DnsAnswer.NoData<>();
                default -> new DnsAnswer.NoSuchName<>();
            };
        }

        @Override
        public DnsAnswer<InetAddress> ipv4Addresses(String host) {
            return switch (host) {
                case "host.test" ->
                    new DnsAnswer.Found<>(
                            List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2")),
                            host,
                            false);
                case "alias.test" ->
                    new DnsAnswer.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1")), "host.test", false);
                case "mail.test" -> new DnsAnswer.NoData<>();
                case "broken.test" -> new DnsAnswer.TemporaryFailure<>("timeout");
                default -> new DnsAnswer.NoSuchName<>();
            };
        }

        @Override
        public DnsAnswer<InetAddress> ipv6Addresses(String host) {
            return host.equals("six.test")
                    ? new DnsAnswer.Found<>(List.of(InetAddress.ofLiteral("2001:db8:0:0:1::2")), host, false)
                    : new DnsAnswer.NoData<>();
        }

        @Override
        public DnsAnswer<String> names(InetAddress address) {
            return address.equals(InetAddress.ofLiteral("192.0.2.1"))
                    ? new DnsAnswer.Found<>(List.of("host.test"), "1.2.0.192.in-addr.arpa", false)
                    : new DnsAnswer.NoSuchName<>();
        }

        /// The records that the real program was asked for when its answers were recorded, through a name server of the
        /// test's own in a network of its own.
        @Override
        public DnsAnswer<CertificateAssociation> certificates(String name) {
            return name.equals("tlsa.test")
                    ? new DnsAnswer.Found<>(
                            List.of(
                                    new CertificateAssociation(2, 0, 1, "00".repeat(4)),
                                    new CertificateAssociation(3, 1, 2, "a0afb1")),
                            name,
                            false)
                    : new DnsAnswer.NoSuchName<>();
        }
    }

    private static MapLookup withNames(String line) {
        MapEnvironment plain = TestMaps.environment(EventSink.none(), HostsTable.empty());
        return TestMaps.map(
                line,
                new MapEnvironment(
                        new Names(),
                        plain.hosts().get(),
                        plain.accounts(),
                        ServiceSwitch.parse("hosts files dns\n"),
                        plain.files(),
                        plain.events(),
                        plain.clock(),
                        plain.limits(),
                        new HostRules(List.of("test"), false, false),
                        plain.neighbours()));
    }

    @ParameterizedTest
    @CsvSource({
        "host -a.,host.test,host.test.",
        "host -a.,host,host.test.",
        "host -a.,Host.Test.,''",
        "host -a.,alias.test,host.test.",
        "host -a.,mail.test,mail.test.",
        "host -a.,six.test,six.test.",
        "host -a.,[192.0.2.1],host.test.",
        "host -a.,[192.0.2.9],''",
        "host -a.,[x],''",
        "host -a.,broken.test,TEMP",
        "host -m,host,host",
        "bestmx,mail.test,a.test.",
        "'bestmx -z,',mail.test,'a.test.,b.test.'",
        "bestmx,null.test,''",
        "bestmx,host.test,host.test",
        "bestmx,broken.test,TEMP",
        "bestmx,nosuch.test,''",
        "dns -R A,host.test,192.0.2.1",
        "'dns -R a -z,',host.test,'192.0.2.1,192.0.2.2'",
        "'dns -R A -z, -Z1',host.test,192.0.2.1",
        "dns -R A -B test -a.,host,192.0.2.1.",
        "dns -R AAAA,six.test,2001:db8::1:0:0:2",
        "dns -R MX,mail.test,b.test",
        "dns -R PTR,1.2.0.192.in-addr.arpa.,host.test",
        "dns -R A,broken.test,TEMP",
        "dns -R SRV,host.test,TEMP",
        "dns -R TLSA,tlsa.test,02 00 01 00:00:00:00",
        "'dns -R tlsa -z,',tlsa.test,'02 00 01 00:00:00:00,03 01 02 A0:AF:B1'",
        "dns -R TLSA,host.test,''",
        "dns -R A,mail.test,''"
    })
    void asksTheNameService(String map, String key, String expected) {
        LookupResult result = TestMaps.find(withNames("Km " + map), key);
        switch (expected) {
            case "" -> assertThat(result).isEqualTo(TestMaps.notFound());
            case "TEMP" -> assertThat(result).isInstanceOf(LookupResult.TemporaryFailure.class);
            default -> assertThat(result).isEqualTo(TestMaps.found(expected));
        }
    }

    /// INJ-01: a key in a log line.
    @Test
    void writesKeysToTheLogEscaped() {
        List<String> lines = new ArrayList<>();
        MapLookup map = TestMaps.map(
                "Ks syslog -LLOG_WARNING", TestMaps.environment(event -> lines.add(event.line()), HostsTable.empty()));
        TestMaps.find(map, "seen\nforged");
        assertThat(lines).containsExactly("seen\\012forged");
    }
}
