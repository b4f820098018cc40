package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postern.dns.TableResolver;

class ClientNameTest {
    private static ClientName of(String address, String... zone) {
        return ClientName.of(InetAddress.ofLiteral(address), TableResolver.parse(String.join("\n", zone)));
    }

    @Test
    void aNameThatLeadsBackIsBelieved() {
        ClientName client = of("192.0.2.1", "192.0.2.1 PTR good.test", "good.test A 192.0.2.1");
        assertThat(client).isEqualTo(new ClientName("192.0.2.1", ClientName.Resolve.OK, "good.test"));
        assertThat(client.name()).isEqualTo("good.test");
        assertThat(client.shownName()).isEqualTo("good.test");
    }

    @Test
    @DisplayName("NET-05: a name that does not lead back is not believed")
    void aNameThatDoesNotIsForged() {
        ClientName client = of("192.0.2.1", "192.0.2.1 PTR good.test", "good.test A 192.0.2.2");
        assertThat(client.resolve()).isEqualTo(ClientName.Resolve.FORGED);
        assertThat(client.name()).isEqualTo("[192.0.2.1]");
        assertThat(client.shownName()).isEqualTo("good.test");
        assertThat(client.pointer()).isEqualTo("good.test");
    }

    @Test
    void noNameFailsAndABrokenServerIsTemporary() {
        assertThat(of("192.0.2.1")).isEqualTo(new ClientName("192.0.2.1", ClientName.Resolve.FAIL, "[192.0.2.1]"));
        assertThat(of("192.0.2.1", "192.0.2.1 !SERVFAIL").resolve()).isEqualTo(ClientName.Resolve.TEMP);
        assertThat(of("192.0.2.1", "192.0.2.1 PTR good.test", "good.test !SERVFAIL")
                        .resolve())
                .isEqualTo(ClientName.Resolve.TEMP);
    }

    @Test
    void onlyTheOneLoopbackAddressNeedsNoName() {
        assertThat(of("127.0.0.1").name()).isEqualTo("localhost");
        assertThat(of("127.0.0.2").resolve()).isEqualTo(ClientName.Resolve.FAIL);
    }

    @Test
    @DisplayName("NET-03: a PTR that is no host name is not used")
    void aPointerThatIsNoHostNameIsNotUsed() {
        ClientName client = of("192.0.2.1", "192.0.2.1 PTR evil(250");
        assertThat(client.resolve()).isEqualTo(ClientName.Resolve.FAIL);
        assertThat(client.pointer()).isEqualTo("[192.0.2.1]");
    }

    @Test
    @DisplayName("NET-06: IPv6 is written in one form, and IPv4 in it as IPv4")
    void ipv6IsWrittenInFullAfterItsPrefix() {
        assertThat(ClientName.textOf(InetAddress.ofLiteral("2001:db8::1"))).isEqualTo("IPv6:2001:db8:0:0:0:0:0:1");
        assertThat(of("::1").name()).isEqualTo("localhost");
        assertThat(ClientName.textOf(InetAddress.ofLiteral("::ffff:127.0.0.1"))).isEqualTo("127.0.0.1");
        assertThat(ClientName.textOf(InetAddress.ofLiteral("fe80::1%1"))).isEqualTo("IPv6:fe80:0:0:0:0:0:0:1");
    }
}
