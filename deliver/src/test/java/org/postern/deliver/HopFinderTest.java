package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.postern.dns.TableResolver;
import org.postern.mail.DeliveryOutcome;

/// Which hosts a domain leads to.
final class HopFinderTest {
    private final ZoneTable dns = new ZoneTable();
    private HopSettings settings = HopSettings.PLAIN;
    private long seed = 1;

    private HopFinder finder() {
        return new HopFinder(
                dns,
                Set.of("me.test", "localhost")::contains,
                settings,
                new SplittableRandom(seed),
                DeliveryLimits.defaults());
    }

    private List<String> names(String host) {
        return switch (finder().find(host, true)) {
            case HopAnswer.Hops(List<Hop> hops, String _) ->
                hops.stream().map(Hop::name).toList();
            case HopAnswer.Nowhere(DeliveryOutcome outcome) -> List.of(outcome.status() + " " + outcome.statusText());
        };
    }

    @Test
    void takesBracketsAsTheyAre() {
        assertThat(names("[192.0.2.1]:[mail.x.test]:[IPv6:2001:db8::1]"))
                .containsExactly("[192.0.2.1]", "[mail.x.test]", "[IPv6:2001:db8::1]");
        assertThat(dns.questions()).isZero();
        assertThat(Hop.bracketed("[192.0.2.1]").literal()).contains(InetAddress.ofLiteral("192.0.2.1"));
        assertThat(Hop.bracketed("[IPv6:2001:db8::1]").literal()).contains(InetAddress.ofLiteral("2001:db8::1"));
        assertThat(Hop.bracketed("[999.0.2.1]").literal()).isEmpty();
        assertThat(Hop.bracketed("[mail.x.test]").literal()).isEmpty();
    }

    @Test
    void ordersExchangersByPreference() {
        dns.exchanger("x.test", 20, "b.x.test")
                .exchanger("x.test", 10, "a.x.test")
                .exchanger("x.test", 30, "c.x.test");

        assertThat(names("x.test.")).containsExactly("a.x.test.", "b.x.test.", "c.x.test.");
    }

    @Test
    void shufflesEqualPreferences() {
        for (int i = 0; i < 4; i++) {
            dns.exchanger("x.test", 10, "m" + i + ".x.test");
        }
        Set<String> first = new HashSet<>();
        for (seed = 0; seed < 100; seed++) {
            first.add(names("x.test").getFirst());
        }

        assertThat(first).hasSize(4);
    }

    @Test
    void cutsTheListWhereThisHostStands() {
        dns.exchanger("x.test", 5, "a.x.test")
                .exchanger("x.test", 10, "ME.test")
                .exchanger("x.test", 10, "b.x.test");

        assertThat(names("x.test")).containsExactly("a.x.test.");
    }

    /// NET-01, DOS-04: the best exchanger is this host.
    @Test
    void refusesALoopToItself() {
        dns.exchanger("x.test", 10, "me.test").exchanger("x.test", 20, "b.x.test");

        assertThat(names("x.test")).containsExactly("5.3.5 Local configuration error");

        settings = new HopSettings(Optional.empty(), Optional.empty(), true, true, false, true);
        assertThat(names("x.test")).containsExactly("x.test");
    }

    /// NET-02: the null exchanger, alone and beside others.
    @Test
    void honoursTheNullExchanger() {
        dns.exchanger("x.test", 0, "");

        assertThat(names("x.test")).containsExactly("5.1.10 Service unavailable");
    }

    @Test
    void takesTheHostItselfWithoutExchangers() {
        dns.address("x.test", "192.0.2.9");

        assertThat(names("x.test.")).containsExactly("x.test.");
    }

    @Test
    void defersWhenNobodyKnows() {
        dns.broken("x.test");

        assertThat(names("x.test")).containsExactly("4.4.3 Deferred: Name server: x.test: host name lookup failure");
    }

    @Test
    void addsTheFallbacks() {
        settings = new HopSettings(Optional.of("fall.test"), Optional.of("[smart.test]"), false, true, false, true);
        dns.exchanger("x.test", 10, "a.x.test")
                .exchanger("fall.test", 20, "f2.test")
                .exchanger("fall.test", 10, "f1.test")
                .broken("y.test");

        assertThat(names("x.test")).containsExactly("a.x.test.", "f1.test.", "f2.test.", "[smart.test]");
        assertThat(names("y.test")).containsExactly("f1.test.", "f2.test.", "[smart.test]");
    }

    /// DOS-07: of hosts with hundreds of addresses some are tried, for ten minutes in all.
    @Test
    void dos07BoundsAddressesOfOneHost() {
        String[] many = new String[500];
        for (int i = 0; i < many.length; i++) {
            many[i] = "192.0." + i / 250 + "." + i % 250;
        }
        dns.address("a.x.test", many);
        assertThat(finder().addresses(Hop.exchanger("a.x.test")))
                .isInstanceOfSatisfying(
                        HopFinder.Addresses.Found.class,
                        found -> assertThat(found.list())
                                .hasSize(DeliveryLimits.defaults().addressesPerHost()));
    }

    @Test
    void boundsThousandsOfExchangers() {
        for (int i = 0; i < 5000; i++) {
            dns.exchanger("x.test", i, "m" + i + ".x.test");
        }

        assertThat(names("x.test")).hasSize(100).startsWith("m0.x.test.");
    }

    @Test
    void givesTheSameSignatureToTheSameExchangers() {
        for (String domain : List.of("x.test", "y.test")) {
            dns.exchanger(domain, 10, "a.test").exchanger(domain, 10, "b.test");
        }
        dns.exchanger("z.test", 10, "a.test").exchanger("z.test", 20, "b.test");
        List<String> signatures = new ArrayList<>();
        for (String domain : List.of("x.test", "y.test", "z.test")) {
            seed++;
            if (finder().find(domain, true) instanceof HopAnswer.Hops hops) {
                signatures.add(hops.signature());
            }
        }

        assertThat(signatures.get(0)).isEqualTo(signatures.get(1)).isNotEqualTo(signatures.get(2));
    }

    /// NET-01: exchangers whose address is this machine.
    @Test
    void refusesExchangersOnThisMachine() {
        dns.address("a.x.test", "127.0.0.1", "0.0.0.0").address("b.x.test", "127.0.0.1", "192.0.2.7");

        assertThat(finder().addresses(Hop.exchanger("a.x.test"))).isInstanceOf(HopFinder.Addresses.Missing.class);
        assertThat(finder().addresses(Hop.exchanger("b.x.test")))
                .isEqualTo(new HopFinder.Addresses.Found(List.of(InetAddress.ofLiteral("192.0.2.7"))));
        assertThat(finder().addresses(Hop.host("a.x.test"))).isInstanceOf(HopFinder.Addresses.Found.class);
    }

    private static HopFinder finder(String zone) {
        return new HopFinder(
                TableResolver.parse(zone),
                Set.of("me.test")::contains,
                HopSettings.PLAIN,
                new SplittableRandom(1),
                DeliveryLimits.defaults());
    }

    /// A domain that is an alias has the exchangers of the other name, an exchanger that is an alias its
    /// addresses, and one on this machine stays refused behind an alias.
    @Test
    void followsAliases() {
        HopFinder finder = finder("""
                a.test     CNAME b.test
                b.test     MX    10 mx.b.test
                mx.b.test  CNAME host.b.test
                host.b.test A    192.0.2.7
                here.test  CNAME lo.test
                lo.test    A     127.0.0.1
                loop1.test CNAME loop2.test
                loop2.test CNAME loop1.test
                """);

        assertThat(finder.find("a.test", true))
                .isInstanceOfSatisfying(
                        HopAnswer.Hops.class,
                        found -> assertThat(found.hops()).extracting(Hop::name).containsExactly("mx.b.test."));
        assertThat(finder.addresses(Hop.exchanger("mx.b.test")))
                .isEqualTo(new HopFinder.Addresses.Found(List.of(InetAddress.ofLiteral("192.0.2.7"))));
        assertThat(finder.addresses(Hop.exchanger("here.test"))).isInstanceOf(HopFinder.Addresses.Missing.class);
        assertThat(finder.find("loop1.test", true))
                .isInstanceOfSatisfying(
                        HopAnswer.Nowhere.class,
                        nowhere -> assertThat(nowhere.outcome()).isInstanceOf(DeliveryOutcome.Deferred.class));
    }

    /// Addresses of IPv6 are tried before those of IPv4.
    @Test
    void triesBothFamilies() {
        HopFinder finder = finder("x.test A 192.0.2.7\nx.test AAAA 2001:db8::7\n");
        assertThat(finder.addresses(Hop.host("x.test")))
                .isEqualTo(new HopFinder.Addresses.Found(
                        List.of(InetAddress.ofLiteral("2001:db8::7"), InetAddress.ofLiteral("192.0.2.7"))));
    }

    /// Timeout.resolver: the first attempt has a resolver of its own.
    @Test
    void asksAnotherResolverAtFirst() {
        HopFinder finder = finder("x.test A 192.0.2.7\n").withFirst(TableResolver.parse("x.test A 192.0.2.8\n"));
        assertThat(finder.forAttempt(true).addresses(Hop.host("x.test")))
                .isEqualTo(new HopFinder.Addresses.Found(List.of(InetAddress.ofLiteral("192.0.2.8"))));
        assertThat(finder.forAttempt(false).addresses(Hop.host("x.test")))
                .isEqualTo(new HopFinder.Addresses.Found(List.of(InetAddress.ofLiteral("192.0.2.7"))));
    }

    @Test
    void tellsUnknownHostsFromTemporaryFailures() {
        dns.broken("broken.test").exchanger("only-mx.test", 10, "x.test");

        assertThat(missing("nothere.test").statusText())
                .isEqualTo("Host unknown (Name server: nothere.test.: host not found)");
        assertThat(missing("only-mx.test").statusText())
                .isEqualTo("Host unknown (Name server: only-mx.test.: no data known)");
        assertThat(missing("broken.test")).isInstanceOf(DeliveryOutcome.Deferred.class);
    }

    private DeliveryOutcome missing(String host) {
        return switch (finder().addresses(Hop.exchanger(host))) {
            case HopFinder.Addresses.Missing(DeliveryOutcome outcome) -> outcome;
            case HopFinder.Addresses.Found found -> throw new AssertionError(found);
        };
    }

    /// NET-01: the ways back to this machine that IPv6, literals and a name of it are.
    @Test
    void net01OtherWaysBackToThisMachine() {
        dns.address("six.test", "::1")
                .address("any.test", "::")
                .address("mapped.test", "::ffff:127.0.0.1")
                .address("net.test", "127.77.0.1")
                .address("localhost", "127.0.0.1");
        for (String name :
                List.of("six.test", "any.test", "mapped.test", "net.test", "localhost", "localhost.", "127.0.0.1")) {
            assertThat(finder().addresses(Hop.exchanger(name)))
                    .as(name)
                    .isInstanceOf(HopFinder.Addresses.Missing.class);
        }
    }

    /// NET-02: a null exchanger beside others is none of them.
    @Test
    void net02TheNullExchangerBesideOthers() {
        dns.exchanger("x.test", 0, "").exchanger("x.test", 10, "a.x.test");

        assertThat(names("x.test")).containsExactly("a.x.test.");
        dns.exchanger("y.test", 0, "").exchanger("y.test", 5, "");
        assertThat(names("y.test")).containsExactly("5.1.10 Service unavailable");
    }

    /// NET-08: a number behind a colon is the name of another host, and there is none; no port comes from an address.
    @Test
    void net08APortIsNoPort() {
        assertThat(names("[192.0.2.1]:2525")).containsExactly("[192.0.2.1]", "2525");
        assertThat(missing("2525").statusText()).startsWith("Host unknown");
        assertThat(Hop.bracketed("[192.0.2.1:2525]").literal()).isEmpty();
        assertThat(Hop.bracketed("[IPv6:2001:db8::1]:2525").literal()).isEmpty();
    }
}
