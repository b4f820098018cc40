package org.postern.programs.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.os.Accounts;
import org.postern.os.FileRule;
import org.postern.smtp.HelpTexts;

/// The answers are recorded from sendmail 8.17.
class ConsoleServerTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final List<ConsoleCommands.Wish> wishes = new ArrayList<>();
    private final ConsoleCommands.Daemon daemon = new ConsoleCommands.Daemon() {
        @Override
        public ConsoleCommands.State state() {
            return new ConsoleCommands.State(3, 40, 42_585_592, 8, 17);
        }

        @Override
        public void obey(ConsoleCommands.Wish wish) {
            wishes.add(wish);
        }
    };
    private final ConsoleCommands commands = new ConsoleCommands(daemon, HelpTexts.none(), "8.17.1.9");

    @Test
    void answers() {
        String process = ProcessHandle.current().pid() + " accepting connections\r\n";
        assertThat(commands.answer("status")).isEqualTo("3/40/42585592/8\r\n" + process);
        assertThat(commands.answer("STATUS now")).startsWith("3/40/");
        assertThat(commands.answer("mstat"))
                .isEqualTo("C:3\r\nM:40\r\nL:8\r\nQ:mqueue:17\r\nD:0/./42585592\r\nP:" + process);
        assertThat(commands.answer("memdump"))
                .isEqualTo("Memory dump unavailable.\r\nTo fix, run sendmail with -dsm_check_heap.4\r\n");
        assertThat(commands.answer("help")).isEqualTo("502 5.3.0 Sendmail 8.17.1.9 -- HELP not implemented\r\n");
        assertThat(commands.answer("")).isEqualTo("Bad command ()\r\n");
        assertThat(commands.answer("b\033[2Jd")).isEqualTo("Bad command (b\\033[2Jd)\r\n");
        assertThat(wishes).isEmpty();
        assertThat(commands.answer("restart")).isEqualTo("OK\r\n");
        assertThat(commands.answer("shutdown")).isEqualTo("OK\r\n");
        assertThat(wishes).containsExactly(ConsoleCommands.Wish.RESTART, ConsoleCommands.Wish.SHUTDOWN);
    }

    @Test
    void helpComesFromTheHelpFile() {
        HelpTexts help = new HelpTexts() {
            @Override
            public boolean available() {
                return true;
            }

            @Override
            public Optional<List<String>> lines(String topic) {
                return topic.equals("control") ? Optional.of(List.of("one", "two")) : Optional.empty();
            }
        };
        assertThat(new ConsoleCommands(daemon, help, "x").answer("help"))
                .isEqualTo("214-2.0.0 one\r\n214-2.0.0 two\r\n214 2.0.0 End of HELP info\r\n");
    }

    private static String ask(Path place, String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer answer = ByteBuffer.allocate(1000);
            while (channel.read(answer) > 0) {
                // To the end.
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean answers(Path place, String line) {
        try {
            return !ask(place, line).isEmpty();
        } catch (IOException turnedAway) {
            return false;
        }
    }

    /// Where every directory above is closed to others, which is not so for temporary files.
    private static Path folder() throws IOException {
        Path run = Path.of("/run");
        Path above = Files.isWritable(run) ? run : Path.of(System.getProperty("user.home"));
        return Files.createTempDirectory(above, "postern-console");
    }

    /// Timeout.control (sendmail op guide §5.6).
    @Test
    void whoSaysNothingIsNotWaitedForForever() throws Exception {
        Path folder = folder();
        Path place = folder.resolve("control");
        try (ConsoleServer _ =
                        ConsoleServer.open(place, Accounts.system(), 0, Set.of(), commands, Duration.ofMillis(1));
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
            assertThat(silent.read(ByteBuffer.allocate(10))).isEqualTo(-1);
        }
        Files.delete(folder);
    }

    /// FS-08: the way to the socket, its mode, and a caller who says too much.
    @Test
    void theSocketIsForItsOwnersAndOnASafeWay() throws Exception {
        Path folder = folder();
        Path place = folder.resolve("control");
        try (ConsoleServer _ = ConsoleServer.open(place, Accounts.system(), 0, Set.of(), commands, LONG)) {
            assertThat(Files.getPosixFilePermissions(place)).hasSize(2);
            assertThat(ask(place, "memdump\r\n")).startsWith("Memory dump");
            assertThat(answers(place, "x".repeat(5000) + "\r\n")).isFalse();
            assertThat(ask(place, "STATUS\n")).startsWith("3/40/");
        }
        assertThat(place).doesNotExist();

        Files.writeString(place, "mine");
        assertThatThrownBy(() -> ConsoleServer.open(place, Accounts.system(), 0, Set.of(), commands, LONG))
                .isInstanceOf(IOException.class);
        assertThat(place).hasContent("mine");
        Files.delete(place);
        Files.setAttribute(folder, "unix:mode", 0777);
        assertThatThrownBy(() -> ConsoleServer.open(place, Accounts.system(), 0, Set.of(), commands, LONG))
                .hasMessage("World writable directory");
        Files.setAttribute(folder, "unix:mode", 0775);
        assertThatThrownBy(() -> ConsoleServer.open(place, Accounts.system(), 0, Set.of(), commands, LONG))
                .hasMessage("Group writable directory");
        ConsoleServer.open(
                        place, Accounts.system(), 0, Set.of(FileRule.GROUP_WRITABLE_DIRECTORY_IS_SAFE), commands, LONG)
                .close();
        Files.setAttribute(folder, "unix:mode", 01777);
        ConsoleServer.open(place, Accounts.system(), 0, Set.of(FileRule.STICKY_DIRECTORY_IS_SAFE), commands, LONG)
                .close();
        Files.delete(folder);
    }
}
