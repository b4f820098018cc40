package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    Path folder;

    @Test
    void itNamesTheProcessAndItsCommand() throws IOException {
        PidFile file = new PidFile(folder.resolve("pid"));
        Files.writeString(file.file(), "left behind by another\n");
        file.write(834, "sendmail -L sm-mta -bd");
        assertThat(file.file()).hasContent("834\nsendmail -L sm-mta -bd\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.file())))
                .isEqualTo("rw-------");
    }

    @Test
    void onlyItsOwnProcessRemovesIt() throws IOException {
        PidFile file = new PidFile(folder.resolve("pid"));
        file.write(834, "sendmail -bd");
        file.removeIfOf(1089);
        assertThat(file.file()).exists();
        file.removeIfOf(834);
        assertThat(file.file()).doesNotExist();
        file.removeIfOf(834);
    }

    @Test
    void whyItCannotBeWritten() {
        PidFile file = new PidFile(folder.resolve("nothing").resolve("pid"));
        assertThatThrownBy(() -> file.write(834, "sendmail -bd")).hasMessage("No such file or directory");
    }
}
