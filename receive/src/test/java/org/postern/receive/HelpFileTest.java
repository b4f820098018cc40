package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.BlameFlag;
import org.postern.maps.SafeMapFiles;
import org.postern.os.ProcessIdentity;
import org.postern.smtp.HelpTexts;

class HelpFileTest {
    @Test
    void findsTheLinesOfATopic() {
        HelpTexts help = HelpFile.of(List.of(
                "#vers\t2", "cpyr", "smtp\tTopics:", "smtp\t\tHELO\tEHLO", "helo\tHELO <hostname>", "helo\t\u0007end"));
        assertThat(help.available()).isTrue();
        assertThat(help.showsVersion()).isFalse();
        assertThat(HelpFile.of(List.of("smtp\tTopics:")).showsVersion()).isTrue();
        assertThat(help.lines("smtp")).contains(List.of("Topics:", "\tHELO\tEHLO"));
        assertThat(help.lines("hel")).contains(List.of("HELO <hostname>", " end"));
        assertThat(help.lines("nosuch")).isEmpty();
    }

    @Test
    void withoutAFileThereIsNoHelp(@TempDir Path folder) throws Exception {
        SafeMapFiles sticky = checks(BlameFlag.TRUST_STICKY_BIT);
        assertThat(HelpFile.read(folder.resolve("none"), sticky).available()).isFalse();
        Path file = Files.writeString(folder.resolve("helpfile"), "smtp\tTopics:\n");
        assertThat(HelpFile.read(file, sticky).lines("smtp")).contains(List.of("Topics:"));
    }

    private static SafeMapFiles checks(BlameFlag... forgiven) {
        return new SafeMapFiles(Set.of(forgiven), ProcessIdentity.effective(), 0, false);
    }

    /// Where others may write the administrator must say so.
    @Test
    void aFileInADirectoryOfOthersIsNoHelp(@TempDir Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = Files.writeString(folder.resolve("helpfile"), "smtp\tTopics:\n");
        BlameFlag sticky = BlameFlag.TRUST_STICKY_BIT;
        assertThat(HelpFile.read(file, checks(sticky)).available()).isFalse();
        assertThat(HelpFile.read(file, checks(sticky, BlameFlag.ERROR_HEADER_IN_UNSAFE_DIR_PATH))
                        .available())
                .isFalse();
        assertThat(HelpFile.read(file, checks(sticky, BlameFlag.HELP_FILE_IN_UNSAFE_DIR_PATH))
                        .available())
                .isTrue();
    }
}
