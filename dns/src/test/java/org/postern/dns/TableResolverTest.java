package org.postern.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableResolverTest implements ResolverContract {
    @Override
    public Resolver resolver(String zone) {
        return TableResolver.parse(zone);
    }

    @Test
    void vouchesForItsAnswersOnlyWhenTold() {
        TableResolver resolver = TableResolver.parse("a.test A 192.0.2.1").secured();

        assertThat(resolver.ipv4Addresses("a.test"))
                .isEqualTo(new DnsAnswer.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1")), "a.test", true));
        assertThat(TableResolver.empty().ipv4Addresses("a.test")).isEqualTo(new DnsAnswer.NoSuchName<>());
    }

    @Test
    void refusesWhatIsNoRecord() {
        assertThatThrownBy(() -> TableResolver.parse("a.test A")).isInstanceOf(IllegalArgumentException.class);
        TableResolver wrong = TableResolver.parse("a.test A 2001:db8::1");
        assertThatThrownBy(() -> wrong.ipv4Addresses("a.test")).hasMessageContaining("no address");
    }
}
