package org.postern.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.dns.Resolver.MailExchanger;

/// What every resolver does, whatever it asks.
interface ResolverContract {
    String ZONE = """
            # hosts
            example.test.       MX     20 second.example.test.
            example.test.       MX     10 first.example.test.
            example.test        TXT    "v=spf1 " "-all"
            first.example.test  A      192.0.2.1
            first.example.test  A      192.0.2.2
            first.example.test  AAAA   2001:db8::1
            second.example.test 60 A   192.0.2.3
            192.0.2.1           PTR    first.example.test.
            2001:db8::1         PTR    first.example.test.
            www.example.test    CNAME  one.example.test.
            one.example.test    CNAME  first.example.test.
            lost.example.test   CNAME  nowhere.example.test.
            loop1.example.test  CNAME  loop2.example.test.
            loop2.example.test  CNAME  loop1.example.test.
            null.test           MX     0 .
            _25._tcp.first.test TLSA   3 1 1 a0a1a2a3
            deep.empty.test     A      192.0.2.9
            broken.test         !SERVFAIL
            silent.test         !TIMEOUT
            """;

    /// A resolver for this zone; the test class ends it.
    Resolver resolver(String zone);

    @Test
    default void findsMailExchangers() {
        DnsAnswer<MailExchanger> answer = resolver(ZONE).mailExchangers("example.test");

        assertThat(answer.records())
                .containsExactlyInAnyOrder(
                        new MailExchanger(10, "first.example.test"), new MailExchanger(20, "second.example.test"));
        assertThat(resolver(ZONE).mailExchangers("null.test").records()).containsExactly(new MailExchanger(0, ""));
    }

    @Test
    default void findsAddressesOfBothFamilies() {
        Resolver resolver = resolver(ZONE);

        assertThat(resolver.ipv4Addresses("first.example.test").records())
                .containsExactlyInAnyOrder(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2"));
        assertThat(resolver.ipv6Addresses("first.example.test").records())
                .containsExactly(InetAddress.ofLiteral("2001:db8::1"));
        assertThat(resolver.addresses("first.example.test").records())
                .hasSize(3)
                .startsWith(InetAddress.ofLiteral("2001:db8::1"));
    }

    @Test
    default void findsNamesOfAddresses() {
        Resolver resolver = resolver(ZONE);

        assertThat(resolver.names(InetAddress.ofLiteral("192.0.2.1")).records()).containsExactly("first.example.test");
        assertThat(resolver.names(InetAddress.ofLiteral("2001:db8::1")).records())
                .containsExactly("first.example.test");
        assertThat(resolver.names(InetAddress.ofLiteral("192.0.2.77"))).isEqualTo(new DnsAnswer.NoSuchName<>());
    }

    @Test
    default void joinsTheStringsOfATextRecord() {
        assertThat(resolver(ZONE).texts("example.test").records()).containsExactly("v=spf1 -all");
    }

    @Test
    default void findsWhatCertificatesMustBeLike() {
        assertThat(resolver(ZONE).certificates("_25._tcp.first.test").records())
                .containsExactly(new Resolver.CertificateAssociation(3, 1, 1, "a0a1a2a3"));
    }

    @Test
    default void comparesNamesWithoutCase() {
        assertThat(resolver(ZONE).ipv4Addresses("SECOND.Example.TEST").records())
                .containsExactly(InetAddress.ofLiteral("192.0.2.3"));
    }

    @Test
    default void followsAliasesAndTellsTheLastName() {
        DnsAnswer<InetAddress> answer = resolver(ZONE).ipv6Addresses("www.example.test");

        assertThat(answer)
                .isEqualTo(new DnsAnswer.Found<>(
                        List.of(InetAddress.ofLiteral("2001:db8::1")), "first.example.test", false));
        assertThat(resolver(ZONE).alias("www.example.test").records()).containsExactly("one.example.test");
        assertThat(resolver(ZONE).alias("first.example.test")).isEqualTo(new DnsAnswer.NoData<>());
    }

    @Test
    default void neverFollowsALoopForEver() {
        assertThat(resolver(ZONE).ipv4Addresses("loop1.example.test")).isInstanceOf(DnsAnswer.TemporaryFailure.class);
    }

    @Test
    default void tellsNoNameFromNoData() {
        Resolver resolver = resolver(ZONE);

        assertThat(resolver.ipv4Addresses("nowhere.test")).isEqualTo(new DnsAnswer.NoSuchName<>());
        assertThat(resolver.ipv4Addresses("lost.example.test")).isEqualTo(new DnsAnswer.NoSuchName<>());
        assertThat(resolver.mailExchangers("first.example.test")).isEqualTo(new DnsAnswer.NoData<>());
        assertThat(resolver.ipv4Addresses("empty.test")).isEqualTo(new DnsAnswer.NoData<>());
        assertThat(resolver.ipv6Addresses("www.example.test").records()).isNotEmpty();
    }

    @Test
    default void neverTakesAFailureForAbsence() {
        Resolver resolver = resolver(ZONE);

        assertThat(resolver.mailExchangers("broken.test")).isInstanceOf(DnsAnswer.TemporaryFailure.class);
        assertThat(resolver.ipv4Addresses("silent.test")).isInstanceOf(DnsAnswer.TemporaryFailure.class);
    }
}
