package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.SocketPeer;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptProfile;
import org.postern.testkit.TranscriptRunner;

/// `sendmail -bD -X FILE`, started as root.
class TrafficLogTest {
    @Test
    void theDaemonRecordsWhatIsSaidInAFileOfItsOwn(@TempDir Path scratch) throws Exception {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        SendmailFolder folder = SendmailFolder.in(scratch.resolve("host"));
        TranscriptProfile profile = TranscriptProfile.named("plain");
        profile.install(folder);
        Path traffic = folder.root().resolve("run/traffic");
        List<String> program =
                List.of(Image.program("sendmail").toString(), "-ORunAsUser=nobody", "-X", traffic.toString());
        try (SendmailDaemon daemon = SendmailDaemon.start(folder, program)) {
            Transcript transcript = profile.transcripts().stream()
                    .filter(one -> one.name().equals("plain/auth-forms"))
                    .findFirst()
                    .orElseThrow();
            new TranscriptRunner(profile.variables(transcript), java.util.Set.of("250-CHUNKING", "250-STARTTLS"))
                    .run(
                            transcript,
                            SocketPeer.connect(
                                    daemon.address(), new InetSocketAddress(profile.clientAddress(), 0), 60_000));
        }
        assertThat(Files.getAttribute(traffic, "unix:uid")).isNotEqualTo(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(traffic)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(traffic))
                .containsPattern("(?m)^[0-9]{5} >>> 220 mx\\.exam\\.test ESMTP")
                .containsPattern("(?m)^[0-9]{5} <<< AUTH \\S+ \\[masked]$")
                .containsPattern("(?m)^[0-9]{5} <<< QUIT$");
    }
}
