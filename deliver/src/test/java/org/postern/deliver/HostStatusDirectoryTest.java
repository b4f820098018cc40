package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.EnhancedStatus;
import org.postern.os.DurableFiles;
import org.postern.os.RealDurableFiles;
import org.postern.testkit.FakeClock;

/// Files and words are those that sendmail 8.17 wrote and printed.
class HostStatusDirectoryTest {
    private final FakeClock clock = new FakeClock();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path base;

    private HostStatusDirectory directory() {
        return new HostStatusDirectory(base, new RealDurableFiles());
    }

    private HostStatus status(Duration counts) {
        return new HostStatus(clock, Duration.ZERO, 10, Optional.of(directory()), counts);
    }

    @Test
    void writesWhatSendmailWrites() throws IOException {
        long now = clock.epochSeconds();
        HostStatus status = status(Duration.ofMinutes(30));
        status.failed("k", "[127.0.0.2]", DeliveryTexts.refused("[127.0.0.2]"));
        status.reached(
                "k",
                "MX.Far.test.",
                Optional.of(new DeliveryOutcome.Relayed(
                        new EnhancedStatus(2, 0, 0), "Sent (ok)", Optional.of("250 ok"), true)));
        status.reached("k", "other.test", Optional.empty());
        assertThat(base.resolve("2./0./0./127")).hasContent("V0\nE111\nH0\nS75\nD4.4.1\nU" + now + "\n.\n");
        assertThat(base.resolve("test./far./mx")).hasContent("V0\nE0\nH0\nS0\nD2.0.0\nR250 ok\nU" + now + "\n.\n");
        assertThat(base.resolve("test./other")).hasContent("V0\nE0\nH0\nS0\nU" + now + "\n.\n");
        assertThat(Files.getPosixFilePermissions(base.resolve("test./other"))).hasSize(2);
    }

    @Test
    void whatSendmailFoundOutCountsForAWhile() throws IOException {
        long now = clock.epochSeconds();
        Files.createDirectories(base.resolve("2./0./0."));
        Files.writeString(base.resolve("2./0./0./127"), "V0\nE111\nH0\nS75\nD4.4.1\nU" + now + "\n.\n");
        HostStatus status = status(Duration.ofMinutes(30));
        assertThat(status.whyDead("k", "[127.0.0.2]").orElseThrow().statusText())
                .isEqualTo("Deferred: Connection refused by [127.0.0.2]");
        assertThat(status.whyDead("k", "[127.0.0.3]")).isEmpty();
        clock.advance(Duration.ofMinutes(30));
        assertThat(status.whyDead("k", "[127.0.0.2]")).isEmpty();
        status.reached("k", "[127.0.0.2]", Optional.empty());
        assertThat(base.resolve("2./0./0./127")).content().contains("\nS0\n");
    }

    /// FS-11, CMD-11: a host name is a file name only when it is a name of a host.
    @Test
    void namesThatAreNoFileNamesHaveNoFiles() {
        for (String host : List.of("", ".", "..", "a..b", "../../etc/passwd", "a/b.test", "a\0b", "x".repeat(300))) {
            assertThat(directory().path(host)).as(host).isEmpty();
        }
        directory().write("../out", new HostStatusRecord(0, 0, Optional.empty(), Optional.empty(), 1));
        assertThat(base.resolve("../out")).doesNotExist();
    }

    @Test
    void printsTheResultsOfSendmail() {
        assertThat(result("E0\nS0\n", 25)).isEqualTo("OK");
        assertThat(result("E111\nS75\nD4.4.1\n", 25)).isEqualTo("Deferred: Connection refu");
        assertThat(result("E0\nS75\n", 25)).isEqualTo("4.0.0 Deferred");
        assertThat(result("E0\nS70\n", 25)).isEqualTo("5.3.0 Internal error");
        assertThat(result("E0\nS71\n", 25)).isEqualTo("4.0.0 Operating system er");
        assertThat(result("E0\nS77\n", 78)).isEqualTo("5.0.0 Insufficient permission");
        assertThat(result("E0\nS99\n", 25)).isEqualTo("Unknown mailer error 99");
        assertThat(result("E110\nS75\nR450 4.2.0 a reply\n", 25)).isEqualTo("450 4.2.0 a reply");
        assertThat(HostStatusRecord.parse("V1\nbroken\n"))
                .isEqualTo(new HostStatusRecord.Result.Bad(1, "Unknown host status version 1: 0 max"));
        assertThat(HostStatusRecord.parse("V0\nE0\n")).isInstanceOf(HostStatusRecord.Result.Bad.class);
    }

    private static String result(String lines, int width) {
        return HostStatusRecord.parse("V0\n" + lines + "U1\n.\n") instanceof HostStatusRecord.Result.Read(var record)
                ? record.result(width)
                : "bad";
    }

    @Test
    void listsAndPurgesFiles() throws Exception {
        directory().write("mx.far.test", new HostStatusRecord(0, 0, Optional.empty(), Optional.empty(), 5));
        directory().write("[127.0.0.9]", new HostStatusRecord(0, 0, Optional.empty(), Optional.empty(), 6));
        DurableFiles.Lock lock =
                new RealDurableFiles().tryLock(base.resolve("test./far./mx")).orElseThrow();
        try (lock) {
            assertThat(directory().entries().stream().map(entry -> entry.host() + entry.locked()))
                    .containsExactlyInAnyOrder("mx.far.testtrue", "127.0.0.9false");
        }
        Files.setLastModifiedTime(base.resolve("test./far./mx"), FileTime.fromMillis(1000));
        directory().purge(2000);
        assertThat(directory().entries()).hasSize(1);
    }
}
