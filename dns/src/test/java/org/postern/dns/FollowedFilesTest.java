package org.postern.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.FakeClock;

class FollowedFilesTest {
    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();

    private HostsTable read(Path file) {
        try {
            return HostsTable.read(file, 1000);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aChangeIsSeenAfterASecond() throws IOException {
        Path file = folder.resolve("hosts");
        FollowedFiles<HostsTable> hosts = new FollowedFiles<>(List.of(file), () -> read(file), clock);
        Resolver resolver =
                new SwitchedResolver(hosts, TableResolver::empty, () -> ServiceSwitch.parse("hosts files\n"));
        assertThat(resolver.ipv4Addresses("mail.test")).isInstanceOf(DnsAnswer.NoSuchName.class);

        Files.writeString(file, "192.0.2.1 mail.test\n");
        assertThat(resolver.ipv4Addresses("mail.test"))
                .as("not looked at yet")
                .isInstanceOf(DnsAnswer.NoSuchName.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(resolver.ipv4Addresses("mail.test"))
                .isEqualTo(new DnsAnswer.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1")), "mail.test", false));
        Files.delete(file);
        clock.advance(Duration.ofSeconds(1));
        assertThat(resolver.ipv4Addresses("mail.test")).isInstanceOf(DnsAnswer.NoSuchName.class);
    }

    @Test
    void whatIsTheSameIsNotReadAgain() throws IOException {
        Path file = folder.resolve("hosts");
        Files.writeString(file, "192.0.2.1 mail.test\n");
        FollowedFiles<HostsTable> hosts = new FollowedFiles<>(List.of(file), () -> read(file), clock);
        Supplier<Object> derived = hosts.map(table -> new Object());
        HostsTable first = hosts.get();
        Object made = derived.get();

        clock.advance(Duration.ofSeconds(5));
        assertThat(hosts.get()).isSameAs(first);
        assertThat(derived.get()).isSameAs(made);

        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        clock.advance(Duration.ofSeconds(5));
        assertThat(derived.get()).isNotSameAs(made).isSameAs(derived.get());
        assertThat(hosts.get()).isNotSameAs(first);
    }
}
