package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel says, from outside, of every thread of the process that faces the network.
class ConfinementTest {
    @TempDir
    Path scratch;

    @Test
    void noThreadOfTheNetworkProcessIsRootOrMayEverExecute() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (TryServer server =
                TryServer.start(scratch.resolve("try"), "--quiet").awaitServing()) {
            long network = server.network().orElseThrow().pid();
            List<String> threads = statusOfThreads(network);
            assertThat(threads).hasSizeGreaterThan(5);
            for (String status : threads) {
                assertThat(words(status, "Uid:")).as("user ids").doesNotContain("0");
                assertThat(words(status, "Gid:")).as("group ids").doesNotContain("0");
                assertThat(words(status, "NoNewPrivs:")).containsExactly("1");
                assertThat(words(status, "Seccomp:")).containsExactly("2");
                // nothing but the right to bind low ports
                assertThat(words(status, "CapEff:").getFirst()).matches("0{13}[04]00");
                assertThat(words(status, "CapBnd:").getFirst())
                        .as("bounding set")
                        .isNotEmpty();
            }
            assertThat(server.log()).contains("seccomp=2");
            nobodyCanAttach(network);
            nobodyCanAttach(server.helper().pid());
        }
    }

    /// CMD-08: a command has no rights but its caller's, whatever `-C`, `-O`, `-D`, `-M` and `-q` ask for.
    @Test
    void nothingOfTheImageIsSetUserId() throws IOException {
        Path image = Image.program("postern").toRealPath().resolve("../..").normalize();
        try (Stream<Path> files = Files.walk(image)) {
            for (Path file : files.toList()) {
                int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
                assertThat(mode & 06000).as(file.toString()).isZero();
            }
        }
    }

    /// AUTH-12: the run-time of neither process has a door of its own.
    private static void nobodyCanAttach(long process) throws IOException {
        Path line = Path.of("/proc", Long.toString(process), "cmdline");
        assertThat(Files.readString(line, StandardCharsets.ISO_8859_1))
                .contains("-XX:+DisableAttachMechanism")
                .doesNotContain("jmx", "agentlib", "agentpath", "javaagent");
    }

    private static List<String> statusOfThreads(long process) throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process), "task"))) {
            for (Path task : tasks.toList()) {
                all.add(Files.readString(task.resolve("status")));
            }
        }
        return all;
    }

    private static List<String> words(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> List.of(line.substring(name.length()).strip().split("\\s+", -1)))
                .findFirst()
                .orElseThrow();
    }
}
