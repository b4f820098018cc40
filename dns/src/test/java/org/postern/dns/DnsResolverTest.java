package org.postern.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.base.SystemClock;
import org.postern.dns.Resolver.MailExchanger;
import org.postern.testkit.FakeClock;
import org.postern.testkit.FakeDnsServer;

class DnsResolverTest implements ResolverContract {
    private final Deque<FakeDnsServer> servers = new ArrayDeque<>();
    private final FakeClock clock = new FakeClock();

    @AfterEach
    void stop() {
        servers.forEach(FakeDnsServer::close);
    }

    @Override
    public Resolver resolver(String zone) {
        return new DnsResolver(settings(start(zone).address()), new SystemClock());
    }

    @Test
    void asksOnceWhileTheTimeToLiveLasts() {
        FakeDnsServer server = start("a.test 60 A 192.0.2.1\nb.test 99999 A 192.0.2.2\nc.test A 192.0.2.3");
        DnsResolver resolver = new DnsResolver(settings(server.address()), clock);

        for (int i = 0; i < 3; i++) {
            assertThat(resolver.ipv4Addresses("A.test").records()).hasSize(1);
            assertThat(resolver.ipv4Addresses("nothing.test")).isEqualTo(new DnsAnswer.NoSuchName<>());
            assertThat(resolver.mailExchangers("a.test")).isEqualTo(new DnsAnswer.NoData<>());
            assertThat(resolver.ipv4Addresses("b.test").records()).hasSize(1);
        }
        assertThat(server.asked()).containsExactly("A.test A", "nothing.test A", "a.test MX", "b.test A");

        clock.advance(Duration.ofSeconds(61));
        resolver.ipv4Addresses("a.test");
        resolver.ipv4Addresses("nothing.test");
        clock.advance(Duration.ofHours(23));
        resolver.ipv4Addresses("b.test");
        assertThat(server.asked()).hasSize(5).endsWith("a.test A");
        clock.advance(Duration.ofHours(1));
        resolver.ipv4Addresses("nothing.test");
        resolver.ipv4Addresses("b.test");
        assertThat(server.asked()).endsWith("nothing.test A", "b.test A");
    }

    @Test
    void keepsOnlySoManyAnswers() {
        FakeDnsServer server = start("a.test A 192.0.2.1\nb.test A 192.0.2.2\nc.test A 192.0.2.3");
        DnsResolver resolver = new DnsResolver(withCache(settings(server.address()), 2), clock);

        for (String host : List.of("a.test", "b.test", "a.test", "c.test", "a.test", "b.test")) {
            assertThat(resolver.ipv4Addresses(host).records()).hasSize(1);
        }
        assertThat(resolver.cachedAnswers()).isEqualTo(2);
        assertThat(server.asked()).containsExactly("a.test A", "b.test A", "c.test A", "b.test A");
    }

    @Test
    void findsTheHostsThatOtherRecordsName() {
        Resolver resolver = resolver("""
                a.test NS ns1.a.test.
                a.test AFSDB 1 cell.a.test.
                _imap._tcp.a.test SRV 0 1 143 imap.a.test.
                """);

        assertThat(resolver.hosts("a.test", Resolver.Pointer.NAME_SERVER).records())
                .containsExactly("ns1.a.test");
        assertThat(resolver.hosts("a.test", Resolver.Pointer.CELL_SERVER).records())
                .containsExactly("cell.a.test");
        assertThat(resolver.hosts("_imap._tcp.a.test", Resolver.Pointer.SERVICE).records())
                .containsExactly("imap.a.test");
        assertThat(resolver.hosts("b.test", Resolver.Pointer.SERVICE)).isEqualTo(new DnsAnswer.NoSuchName<>());
    }

    @Test
    void keepsFailuresForSomeSecondsOnly() {
        FakeDnsServer server = start("broken.test !SERVFAIL");
        DnsResolver resolver = new DnsResolver(settings(server.address()), clock);
        resolver.ipv4Addresses("broken.test");
        DnsAnswer<InetAddress> again = resolver.ipv4Addresses("broken.test");
        assertThat(again).isInstanceOf(DnsAnswer.TemporaryFailure.class);
        assertThat(server.asked()).hasSize(2);

        clock.advance(Duration.ofSeconds(11));
        resolver.ipv4Addresses("broken.test");
        assertThat(server.asked()).hasSize(4);
    }

    @Test
    void dropsAnswersToOtherQuestions() {
        Resolver resolver =
                resolver("real.test A 192.0.2.1\nreal.test !OFFTOPIC\nlies.test A 192.0.2.1\nlies.test !LIES");

        assertThat(resolver.ipv4Addresses("real.test").records()).containsExactly(InetAddress.ofLiteral("192.0.2.1"));
        assertThat(resolver.ipv4Addresses("lies.test").records()).containsExactly(InetAddress.ofLiteral("192.0.2.1"));
        assertThat(resolver.ipv4Addresses("other.test")).isEqualTo(new DnsAnswer.NoSuchName<>());
    }

    @Test
    void goesOnWithTcpAndWithoutExtensions() {
        Resolver resolver = resolver("""
                cut.test   A  192.0.2.1
                cut.test   !TRUNCATED
                plain.test A  192.0.2.2
                plain.test !NOEDNS
                """);

        assertThat(resolver.ipv4Addresses("cut.test").records()).hasSize(1);
        assertThat(resolver.ipv4Addresses("plain.test").records()).hasSize(1);
    }

    /// ResolverOptions `USEVC`.
    @Test
    void asksOverTcpAloneWhenTold() {
        FakeDnsServer server = start("cut.test A 192.0.2.1\ncut.test !TRUNCATED\n");
        DnsSettings tcp = settings(server.address()).withModes(Set.of(DnsSettings.Mode.TCP_ONLY));

        assertThat(new DnsResolver(tcp, clock).ipv4Addresses("cut.test").records())
                .hasSize(1);
        assertThat(server.asked()).containsExactly("cut.test A");
    }

    /// Timeout.resolver: other times for some questions, and what is known is known to all.
    @Test
    void otherTimesShareTheCache() {
        FakeDnsServer server = start("a.test A 192.0.2.1\nbroken.test !SERVFAIL\n");
        DnsResolver resolver = new DnsResolver(settings(server.address()), clock);
        DnsResolver patient = resolver.withTimes(Duration.ofSeconds(5), 4);

        assertThat(resolver.ipv4Addresses("a.test")).isEqualTo(patient.ipv4Addresses("a.test"));
        assertThat(patient.ipv4Addresses("broken.test")).isInstanceOf(DnsAnswer.TemporaryFailure.class);
        assertThat(server.asked())
                .containsExactly("a.test A", "broken.test A", "broken.test A", "broken.test A", "broken.test A");
    }

    @Test
    void keepsTheBestOfThousandsOfMailExchangers() {
        List<MailExchanger> found =
                resolver("many.test !MANY 2500").mailExchangers("many.test").records();

        assertThat(found).hasSize(100).startsWith(new MailExchanger(1, "mx1.many.test"));
        assertThat(found.getLast()).isEqualTo(new MailExchanger(100, "mx100.many.test"));
    }

    @Test
    void asksAgainForAliasesThatTheServerLeavesOpen() {
        FakeDnsServer server = start("""
                a.test CNAME b.test
                a.test !ALIASONLY
                b.test CNAME c.test
                b.test !ALIASONLY
                c.test A 192.0.2.1
                l.test CNAME m.test
                l.test !ALIASONLY
                m.test CNAME l.test
                m.test !ALIASONLY
                """);
        DnsResolver resolver = new DnsResolver(settings(server.address()), clock);

        assertThat(resolver.ipv4Addresses("a.test"))
                .isEqualTo(new DnsAnswer.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1")), "c.test", false));
        assertThat(resolver.ipv4Addresses("l.test")).isEqualTo(new DnsAnswer.TemporaryFailure<>("too many aliases"));
    }

    @Test
    void asksTheNextServerAfterAFailure() {
        FakeDnsServer failing = start("a.test !SERVFAIL\nb.test !REFUSED\nc.test !TIMEOUT\nd.test !GARBAGE");
        FakeDnsServer good = start("a.test A 192.0.2.1\nb.test A 192.0.2.1\nc.test A 192.0.2.1\nd.test A 192.0.2.1\n");
        DnsResolver resolver = new DnsResolver(settings(failing.address(), good.address()), new SystemClock());

        for (String host : List.of("a.test", "b.test", "c.test", "d.test")) {
            assertThat(resolver.ipv4Addresses(host).records()).as(host).hasSize(1);
        }
    }

    @Test
    void asksNobodyForWhatIsNoName() {
        FakeDnsServer server = start("");
        DnsResolver resolver = new DnsResolver(settings(server.address()), clock);

        for (String name : List.of(
                "",
                ".",
                "a..b",
                "a b.test",
                "a\\.test",
                "é.test",
                "a\n.test",
                "x".repeat(64) + ".test",
                "a.".repeat(130) + "b")) {
            assertThat(resolver.ipv4Addresses(name)).as(name).isEqualTo(new DnsAnswer.NoSuchName<>());
        }
        assertThat(server.asked()).isEmpty();
    }

    /// NET-03: names with line breaks and quotes.
    @Test
    void leavesOutNamesThatNoHostHas() {
        Resolver resolver = resolver("""
                192.0.2.1 PTR evil\\010name.test.
                192.0.2.1 PTR good.test.
                192.0.2.2 PTR a\\"b.test.
                """);

        assertThat(resolver.names(InetAddress.ofLiteral("192.0.2.1")).records()).containsExactly("good.test");
        assertThat(resolver.names(InetAddress.ofLiteral("192.0.2.2"))).isEqualTo(new DnsAnswer.NoData<>());
    }

    @Test
    void servesThousandsOfThreads() throws InterruptedException, ExecutionException {
        FakeDnsServer server = start("a.test A 192.0.2.1\n");
        DnsSettings patient = settings(server.address()).withTimes(Duration.ofSeconds(20), 3);
        DnsResolver resolver = new DnsResolver(patient, new SystemClock());
        List<Future<DnsAnswer<InetAddress>>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3000; i++) {
                String host = (i % 2 == 0 ? "a" : "n" + i) + ".test";
                answers.add(threads.submit(() -> resolver.ipv4Addresses(host)));
            }
        }
        for (int i = 0; i < answers.size(); i++) {
            DnsAnswer<InetAddress> answer = answers.get(i).get();
            assertThat(answer).isNotInstanceOf(DnsAnswer.TemporaryFailure.class);
            assertThat(answer.records()).hasSize(i % 2 == 0 ? 1 : 0);
        }
    }

    /// DOS-11: no signature is checked here.
    @Test
    void trustsTheServersWordForDnssecOnlyWhenTold() {
        assertThat(DnsSettings.of(ResolvConf.parse("options trust-ad")).trustAuthenticated())
                .isTrue();
        assertThat(resolver("a.test A 192.0.2.1").ipv4Addresses("a.test"))
                .isEqualTo(new DnsAnswer.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1")), "a.test", false));
    }

    @Test
    void makesTheNamesOfAddresses() {
        assertThat(DnsResolver.reverseName(InetAddress.ofLiteral("192.0.2.1"))).isEqualTo("1.2.0.192.in-addr.arpa");
        assertThat(DnsResolver.reverseName(InetAddress.ofLiteral("2001:db8::1")))
                .isEqualTo("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
    }

    private FakeDnsServer start(String zone) {
        FakeDnsServer server = FakeDnsServer.start(zone);
        servers.push(server);
        return server;
    }

    private static DnsSettings settings(InetSocketAddress... servers) {
        return DnsSettings.forServers(List.of(servers)).withTimes(Duration.ofMillis(500), 2);
    }

    private static DnsSettings withCache(DnsSettings from, int entries) {
        return new DnsSettings(
                from.servers(),
                from.timeout(),
                from.attempts(),
                entries,
                from.longestTtl(),
                from.longestNegativeTtl(),
                from.mostRecords(),
                from.mostAliases(),
                from.mostQuestions(),
                from.trustAuthenticated(),
                from.modes());
    }
}
