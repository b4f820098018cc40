package org.postern.programs.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.smtp.TrafficSink;

class TrafficLogTest {
    @Test
    void linesAreAppendedInSendmailsFormAndOnlyTheOwnerReadsThem(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("traffic");
        try (TrafficLog log = TrafficLog.open(file)) {
            log.line(14087, TrafficSink.Direction.SAID, "220 mx ESMTP");
            log.line(7, TrafficSink.Direction.HEARD, "EHLO c");
            assertThat(log.lost()).isZero();
        }
        try (TrafficLog again = TrafficLog.open(file)) {
            again.line(7, TrafficSink.Direction.HEARD, "[EOF]");
        }
        assertThat(Files.readString(file)).isEqualTo("14087 >>> 220 mx ESMTP\n00007 <<< EHLO c\n00007 <<< [EOF]\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
