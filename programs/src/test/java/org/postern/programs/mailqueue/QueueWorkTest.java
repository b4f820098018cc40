package org.postern.programs.mailqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.os.RealDurableFiles;
import org.postern.os.Terminal;
import org.postern.queue.QueueEditor;
import org.postern.testkit.FakeClock;
import org.postern.testkit.ProgramRun;

/// The bar of long work on the queue.
class QueueWorkTest {
    private static final int MESSAGES = 2560;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /// Work that takes a second for each 256 messages.
    private static void work(PrintStream bar, boolean terminal) {
        FakeClock clock = new FakeClock();
        QueueEditor editor =
                new QueueEditor(new RealDurableFiles(), clock, 0600, ProcessIdentity.effectiveUserId(), 1 << 20);
        QueueWork work =
                new QueueWork(editor, _ -> new QueueEditor.Change.Keep(), true, _ -> "", bar, bar, terminal, 1, clock);
        for (int done = 0; done <= MESSAGES; done++) {
            if (done % 256 == 255) {
                clock.advance(Duration.ofSeconds(1));
            }
            work.progress(done, MESSAGES);
        }
    }

    private static String drawn(boolean terminal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        work(new PrintStream(bytes, true, StandardCharsets.US_ASCII), terminal);
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void theBarGrowsAndGoesAway() {
        assertThat(drawn(true))
                .startsWith(
                        "\r[###                           ] 256 of 2560\r[######                        ] 512 of 2560")
                .endsWith("\r[###########################   ] 2304 of 2560\r\u001b[K");
        assertThat(drawn(false)).isEmpty();
    }

    /// A process whose standard error is a terminal draws it, another one does not.
    @Test
    void onlyATerminalGetsIt() {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OnTerminal.class.getName());
        assertThat(ProgramRun.of(command, "", folder, 60).succeeded().output()).isEmpty();
        String line = "'" + String.join("' '", command) + "'";
        assertThat(ProgramRun.of(List.of("script", "-qefc", line, "/dev/null"), "", folder, 60)
                        .succeeded()
                        .output())
                .contains("] 256 of 2560")
                .contains("\u001b[K");
    }

    /// The other process.
    static final class OnTerminal {
        private OnTerminal() {}

        public static void main(String[] arguments) {
            work(System.err, Terminal.isTerminal(2));
        }
    }
}
