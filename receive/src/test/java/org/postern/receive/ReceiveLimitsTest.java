package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DiskFiles;
import org.postern.cf.StartingPoint;

/// The bound of one client comes before the bound of all, whatever bounds the number of sessions.
class ReceiveLimitsTest {
    private static final long ROOMY = 1L << 40;

    @TempDir
    private Path scratch;

    private ReceiveLimits withChildren(int children) throws IOException {
        Path file = scratch.resolve("sendmail.cf");
        Files.writeString(
                file, "V10\nO MaxDaemonChildren=" + children + "\nDj mx.exam.test\n", StandardCharsets.ISO_8859_1);
        Configuration configuration = new ConfigurationReader(
                        new DiskFiles(1 << 20),
                        StartingPoint.of("mx.exam.test", "mx", java.util.List.of("127.0.0.1"), "8.17.1.9"))
                .read(file.toString(), ConfigurationOverrides.NONE);
        return ReceiveLimits.of(configuration.options());
    }

    @Test
    void oneClientLeavesAQuarterOfTheSessionsToOthers() throws Exception {
        assertThat(withChildren(40).maxSessions()).isEqualTo(40);
        assertThat(withChildren(40).maxSessionsPerClient()).isEqualTo(30);
        assertThat(withChildren(2).maxSessionsPerClient()).isEqualTo(1);
        assertThat(withChildren(1).maxSessionsPerClient()).isEqualTo(1);
        assertThat(withChildren(0).maxSessions()).isEqualTo(20_000);
        assertThat(withChildren(0).maxSessionsPerClient()).isEqualTo(5000);
    }

    @Test
    void noMoreSessionsThanThereAreDescriptors() {
        ReceiveLimits usual = ReceiveLimits.DEFAULT.fitting(1024, ROOMY);
        assertThat(usual.maxSessions()).isEqualTo(512);
        assertThat(usual.maxSessionsPerClient()).isEqualTo(384);
        assertThat(ReceiveLimits.DEFAULT.fitting(100, ROOMY).maxSessions()).isEqualTo(50);
        assertThat(ReceiveLimits.DEFAULT.fitting(1, ROOMY).maxSessions()).isEqualTo(1);
        assertThat(ReceiveLimits.DEFAULT.fitting(20_512, ROOMY)).isEqualTo(ReceiveLimits.DEFAULT);
    }

    @Test
    void noMoreSessionsThanThereIsMemory() {
        ReceiveLimits usual = ReceiveLimits.DEFAULT.fitting(ROOMY, 64L << 20);
        assertThat(usual.maxSessions()).isBetween(1000, 10_000);
        assertThat(usual.maxSessionsPerClient()).isLessThan(usual.maxSessions());
    }
}
