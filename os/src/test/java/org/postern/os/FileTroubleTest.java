package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {
    @Test
    void aFileHasItsReason() {
        assertThat(FileTrouble.words(new AccessDeniedException("/var/log/mail.log")))
                .isEqualTo("/var/log/mail.log: Permission denied");
        assertThat(FileTrouble.words(new NoSuchFileException("/x"))).isEqualTo("/x: No such file or directory");
        assertThat(FileTrouble.words(new FileSystemException("/x", null, "Read-only file system")))
                .isEqualTo("/x: Read-only file system");
        assertThat(FileTrouble.reason(new AccessDeniedException("/x"))).isEqualTo("Permission denied");
    }

    @Test
    void otherTroubleSaysWhatItSays() {
        assertThat(FileTrouble.words(new IOException("the daemon went away"))).isEqualTo("the daemon went away");
        assertThat(FileTrouble.words(new IOException())).isEqualTo("Input/output error");
    }
}
