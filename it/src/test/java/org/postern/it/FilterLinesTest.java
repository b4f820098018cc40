package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.SysExit;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;
import org.postern.testkit.TranscriptProfile;

/// Configurations with mail filters: never silently unfiltered.
class FilterLinesTest {
    private static final String OPTIONS = """
            O Milter.LogLevel=9
            O Milter.macros.connect=j, _, {daemon_name}, {if_name}, {if_addr}
            O Milter.macros.helo={tls_version}, {cipher}
            O Milter.macros.envfrom=i, {auth_type}
            O Milter.macros.envrcpt={rcpt_mailer}, {rcpt_host}
            O Milter.macros.eom={msg_id}
            """;

    @TempDir
    private Path scratch;

    @BeforeEach
    void letOthersEnter() throws Exception {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private SendmailFolder folder(String more) throws Exception {
        SendmailFolder folder = SendmailFolder.in(scratch.resolve("host"));
        TranscriptProfile.named("plain").install(folder);
        Files.writeString(folder.configuration(), Files.readString(folder.configuration()) + more);
        return folder;
    }

    @Test
    void aDaemonWithAFilterLineDoesNotStart() throws Exception {
        SendmailFolder folder = folder("Xf1, S=local:/run/f1.sock, F=T\nO InputMailFilters=f1\n" + OPTIONS);
        ProgramRun run = ProgramRun.of(
                List.of(
                        Image.program("sendmail").toString(),
                        "-ORunAsUser=nobody",
                        "-bD",
                        "-C",
                        folder.configuration().toString()),
                "",
                scratch,
                60);
        assertThat(run.output())
                .contains(
                        "X line \"f1\": mail filters are not part of this version of Postern; remove the line to start");
        assertThat(run.status()).isEqualTo(SysExit.CONFIGURATION.code());
    }

    @Test
    void optionsOfFiltersAloneAreRead() throws Exception {
        SendmailFolder folder = folder(OPTIONS);
        List<String> program = List.of(Image.program("sendmail").toString(), "-ORunAsUser=nobody");
        try (SendmailDaemon daemon = SendmailDaemon.start(folder, program)) {
            assertThat(daemon.address().getPort()).isPositive();
        }
        assertThat(Files.readString(folder.root().resolve("run/output"))).doesNotContain("ilter");
    }
}
