package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.testkit.FakeClock;
import org.postern.tls.TlsFile;
import org.postern.tls.TlsFileSource;
import org.postern.tls.TlsSettings;

/// A renewed certificate is used without a restart or a signal.
class HostTlsTest {
    private final FakeClock clock = new FakeClock();
    private final List<String> lines = new ArrayList<>();
    private byte[] certificate = made("old.exam.test");
    private byte[] key = certificate;
    private final List<Runnable> beside = new ArrayList<>();
    private final HostTls host = new HostTls(
            TlsSettings.of(new TlsSettings.Side("cert", "key", "", "", ""), TlsSettings.Side.EMPTY),
            this::read,
            clock,
            event -> lines.add(event.line()),
            beside::add);

    private byte[] made(String name) {
        return SelfMadeCertificate.make(name, clock).orElseThrow().getBytes(StandardCharsets.US_ASCII);
    }

    private TlsFile read(String path, TlsFileSource.Use use) {
        return new TlsFile.Found(path.equals("cert") ? certificate : key);
    }

    /// The first one to ask has that from before the files were looked at.
    private String offered() {
        host.current();
        beside.forEach(Runnable::run);
        beside.clear();
        return first();
    }

    private String first() {
        return host.current().server().orElseThrow().certificates().getFirst();
    }

    @Test
    void newFilesAreUsedWithinSeconds() {
        assertThat(offered()).isEqualTo("/CN=old.exam.test");
        certificate = made("new.exam.test");
        key = certificate;
        clock.advance(Duration.ofSeconds(1));
        assertThat(offered()).isEqualTo("/CN=old.exam.test");
        clock.advance(Duration.ofSeconds(2));
        assertThat(first()).isEqualTo("/CN=old.exam.test");
        assertThat(offered()).isEqualTo("/CN=new.exam.test");
        assertThat(lines.getLast()).endsWith("STARTTLS: new files");
    }

    @Test
    void theFirstSessionOfAQuietHostHasTheNewOneToo() {
        certificate = made("new.exam.test");
        key = certificate;
        clock.advance(Duration.ofDays(30));
        assertThat(first()).isEqualTo("/CN=new.exam.test");
        assertThat(beside).isEmpty();
    }

    @Test
    void aCertificateWhoseKeyHasNotComeYetWaitsForIt() {
        certificate = made("new.exam.test");
        clock.advance(Duration.ofSeconds(3));
        assertThat(offered()).isEqualTo("/CN=old.exam.test");
        assertThat(lines.getLast()).endsWith("STARTTLS: new files do not work, going on with the old ones");
        key = certificate;
        clock.advance(Duration.ofSeconds(3));
        assertThat(offered()).isEqualTo("/CN=new.exam.test");
    }
}
