package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.FakeClock;
import org.postern.tls.TlsContexts;
import org.postern.tls.TlsFile;
import org.postern.tls.TlsSettings;

class SelfMadeCertificateTest {
    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();

    @Test
    void isKeptUntilItEndsOrTheHostIsAnother() throws Exception {
        Path file = folder.resolve("state/self-made.pem");
        if (!ProcessIdentity.isRoot()) {
            assertThat(SelfMadeCertificate.ensure(file, "mx.exam.test", clock))
                    .hasValueSatisfying(line -> assertThat(line).endsWith("is not root's alone"));
            return;
        }
        assertThat(SelfMadeCertificate.ensure(file, "mx.exam.test", clock))
                .contains("STARTTLS: made a certificate for mx.exam.test in " + file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String first = Files.readString(file);
        assertThat(SelfMadeCertificate.ensure(file, "mx.exam.test", clock)).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(first);
        assertThat(SelfMadeCertificate.ensure(file, "mx2.exam.test", clock)).isPresent();
        clock.advance(Duration.ofDays(3640));
        assertThat(SelfMadeCertificate.ensure(file, "mx2.exam.test", clock)).isPresent();
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(SelfMadeCertificate.ensure(file, "mx3.exam.test", clock))
                .hasValueSatisfying(line -> assertThat(line).endsWith("is not root's alone"));
    }

    @Test
    void isEnoughForStarttls() {
        String text = SelfMadeCertificate.make("localhost", clock).orElseThrow();
        TlsSettings.Side side = new TlsSettings.Side(SelfMadeCertificate.FILE, SelfMadeCertificate.FILE, "", "", "");
        TlsContexts contexts = TlsContexts.build(
                TlsSettings.of(side, TlsSettings.Side.EMPTY),
                (path, use) -> new TlsFile.Found(text.getBytes(StandardCharsets.US_ASCII)),
                clock);
        assertThat(contexts.server().orElseThrow().certificates()).containsExactly("/CN=localhost");
    }
}
