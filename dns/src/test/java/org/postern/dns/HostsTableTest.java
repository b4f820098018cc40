package org.postern.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsTableTest {
    private static final String TEXT = """
            # the machine
            127.0.0.1   localhost
            192.0.2.1\tmail.example.test mail  # the server
            2001:db8::1 mail.example.test
            192.0.2.2   other.example.test mail
            not-an-address x
            10.1 short
            192.0.2.3
            """;

    @Test
    void knowsNamesAndAddresses() {
        HostsTable table = HostsTable.parse(TEXT);

        assertThat(table.addresses("MAIL.example.test"))
                .containsExactly(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"));
        assertThat(table.canonicalName("mail")).contains("mail.example.test");
        assertThat(table.names(InetAddress.ofLiteral("192.0.2.1"))).containsExactly("mail.example.test", "mail");
        assertThat(table.nameOf(InetAddress.ofLiteral("192.0.2.2"))).contains("other.example.test");
        assertThat(table.addresses("x")).isEmpty();
        assertThat(table.addresses("short")).isEmpty();
        assertThat(table.nameOf(InetAddress.ofLiteral("192.0.2.3"))).isEmpty();
    }

    @Test
    void readsAFileUpToItsLimit(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("hosts"), TEXT);

        assertThat(HostsTable.read(file, 10_000).addresses("localhost")).hasSize(1);
        assertThat(HostsTable.read(folder.resolve("none"), 10).addresses("localhost"))
                .isEmpty();
        assertThatThrownBy(() -> HostsTable.read(file, 10)).isInstanceOf(IOException.class);
    }

    @Test
    void readsBothFormsOfTheServiceSwitch() {
        ServiceSwitch sendmail = ServiceSwitch.parse("hosts\tdns files # order\naliases files nis\n\n");
        ServiceSwitch system = ServiceSwitch.parse("# all\nhosts: files [NOTFOUND=return] dns\npasswd:files systemd\n");

        assertThat(sendmail.sources("hosts")).containsExactly("dns", "files");
        assertThat(sendmail.sources("aliases")).containsExactly("files", "nis");
        assertThat(system.sources("hosts")).containsExactly("files", "dns");
        assertThat(system.sources("passwd")).containsExactly("files", "systemd");
        assertThat(system.sources("aliases")).containsExactly("files");
        assertThat(ServiceSwitch.standard().sources("hosts")).containsExactly("dns", "files");
        assertThat(system.uses("hosts", "dns")).isTrue();
    }

    @Test
    void readsTheResolverFile(@TempDir Path folder) throws IOException {
        ResolvConf conf = ResolvConf.parse("""
                nameserver 192.0.2.1
                nameserver bad
                nameserver 2001:db8::53
                nameserver 192.0.2.2
                nameserver 192.0.2.3
                search a.test b.test
                options rotate timeout:99 attempts:1 trust-ad
                """);

        assertThat(conf.servers()).hasSize(3).startsWith(InetAddress.ofLiteral("192.0.2.1"));
        assertThat(conf.searchDomains()).containsExactly("a.test", "b.test");
        assertThat(conf.timeout()).hasSeconds(30);
        assertThat(conf.attempts()).isOne();
        assertThat(conf.trustAuthenticated()).isTrue();
        assertThat(ResolvConf.read(folder.resolve("none")).servers())
                .containsExactly(InetAddress.ofLiteral("127.0.0.1"));
        assertThat(DnsSettings.of(conf).servers().getFirst().getPort()).isEqualTo(53);
    }

    @Test
    void putsTheHostsFileWhereTheSwitchSays() {
        HostsTable hosts = HostsTable.parse("192.0.2.1 both.test filed.test\n");
        Resolver dns = TableResolver.parse(
                "both.test A 192.0.2.99\ndns.test A 192.0.2.3\ndns.test MX 5 mx.test\nbad.test !SERVFAIL");
        Resolver filesFirst = new SwitchedResolver(hosts, dns, ServiceSwitch.parse("hosts files dns"));
        Resolver dnsFirst = new SwitchedResolver(hosts, dns, ServiceSwitch.standard());
        Resolver filesOnly = new SwitchedResolver(hosts, dns, ServiceSwitch.parse("hosts files"));

        assertThat(filesFirst.ipv4Addresses("both.test").records()).containsExactly(InetAddress.ofLiteral("192.0.2.1"));
        assertThat(dnsFirst.ipv4Addresses("both.test").records()).containsExactly(InetAddress.ofLiteral("192.0.2.99"));
        assertThat(dnsFirst.ipv4Addresses("filed.test"))
                .isEqualTo(new DnsAnswer.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1")), "both.test", false));
        assertThat(filesFirst.ipv6Addresses("filed.test")).isEqualTo(new DnsAnswer.NoData<>());
        assertThat(filesFirst.names(InetAddress.ofLiteral("192.0.2.1")).records())
                .containsExactly("both.test", "filed.test");
        assertThat(filesFirst.ipv4Addresses("bad.test")).isInstanceOf(DnsAnswer.TemporaryFailure.class);
        assertThat(filesFirst.mailExchangers("dns.test").records()).hasSize(1);
        assertThat(filesOnly.mailExchangers("dns.test")).isEqualTo(new DnsAnswer.NoData<>());
        assertThat(filesOnly.ipv4Addresses("dns.test")).isEqualTo(new DnsAnswer.NoSuchName<>());
    }
}
