package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BackgroundStartTest {
    private static final long PATIENCE_MILLIS = 60_000;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    private int follow(Process daemon, long patienceMillis) throws InterruptedException {
        return BackgroundStart.follow(
                daemon,
                new PrintStream(output, true, StandardCharsets.ISO_8859_1),
                new PrintStream(error, true, StandardCharsets.ISO_8859_1),
                patienceMillis);
    }

    private static Process shell(String script) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", script).start();
    }

    @Test
    void aDaemonThatServesLetsGoAndLives() throws Exception {
        Process daemon = shell("echo a warning; printf '\\0'; exec >/dev/null 2>&1; read line");
        try {
            assertThat(follow(daemon, PATIENCE_MILLIS)).isZero();
            assertThat(daemon.isAlive()).isTrue();
            assertThat(output.toString(StandardCharsets.ISO_8859_1)).isEqualTo("a warning\n");
        } finally {
            daemon.destroy();
        }
    }

    @Test
    void aDaemonThatFailsSaysWhy() throws Exception {
        assertThat(follow(shell("echo what is wrong >&2; exit 69"), PATIENCE_MILLIS))
                .isEqualTo(69);
        assertThat(error.toString(StandardCharsets.ISO_8859_1)).isEqualTo("what is wrong\n");
    }

    @Test
    void aDaemonThatEndsWellWithoutServingIsNoFailureOfOurs() throws Exception {
        assertThat(follow(shell("exit 0"), PATIENCE_MILLIS)).isZero();
    }

    @Test
    void patienceEnds() throws Exception {
        Process daemon = shell("read line");
        try {
            assertThat(follow(daemon, 1)).isEqualTo(70);
            assertThat(error.toString(StandardCharsets.ISO_8859_1)).contains("does not answer");
        } finally {
            daemon.destroy();
        }
    }
}
