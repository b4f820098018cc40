package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardStreamsTest {
    @TempDir
    Path folder;

    @Test
    void whoeverReadsWhatIsPrintedReachesTheEndWhileTheProcessGoesOn() throws Exception {
        Path running = Files.createFile(folder.resolve("running"));
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeavingChild.class.getName(),
                        running.toString()))
                .redirectErrorStream(true)
                .start();
        try {
            String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(printed).isEqualTo("before\n");
            assertThat(child.isAlive()).isTrue();
        } finally {
            Files.delete(running);
        }
        assertThat(child.waitFor()).as("standard input is at its end").isEqualTo(3);
    }
}
