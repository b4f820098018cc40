package org.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.os.RealDurableFiles;

/// What stands in a queue directory and is no message, each under its number in the list that docs/testing.md explains.
class QueueAttackTest {
    private final List<String> said = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private void put(String id, String control) throws Exception {
        Path file = Files.write(directory.resolve("qf" + id), Ascii.bytes(control));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(directory.resolve("df" + id), id + "\n");
    }

    /// Opens the queue and ends each message that it has: id, then the only recipient.
    private Map<String, String> delivered() throws Exception {
        Files.createDirectories(directory.resolve("journal"));
        int owner = (Integer) Files.getAttribute(directory, "unix:uid");
        Map<String, String> all = new HashMap<>();
        try (JournalQueue queue = JournalQueue.open(
                QueueSettings.standard(directory.resolve("journal"), List.of(directory), owner),
                new JournalQueue.Surroundings(
                        new RealDurableFiles(),
                        new StandingClock(),
                        new SplittableRandom(1),
                        event -> said.add(event.line()),
                        4711))) {
            queue.run(QueueSelection.ALL, QueueRun.Listener.NONE);
            for (Optional<MailQueue.Claim> claim = queue.takeDue(); claim.isPresent(); claim = queue.takeDue()) {
                all.put(
                        claim.get().envelope().id().value(),
                        claim.get().envelope().recipients().getFirst().address());
                claim.get().done();
            }
        }
        return all;
    }

    private List<String> names() throws Exception {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("(qf|Qf|tf|hf).*"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    @DisplayName("QUE-02: what cannot be read is lost, said, and in nobody's way")
    void que02DamagedFiles() throws Exception {
        put("good", "V8\nT1\nS<a@x>\nRPFD:<bob@y>\nHSubject: x\n.\n");
        put("empty", "");
        put("half", "V8\nT1\nS<a@x>\nRPFD:<bo");
        put("future", "V9\nT1\nS<a@x>\nRPFD:<bob@y>\n.\n");
        put("flipped", "V8\nT1\nS<a@x>\n\u00d2PFD:<bob@y>\n.\n");
        put("bodiless", "V8\nT1\nS<a@x>\nRPFD:<bob@y>\n.\n");
        Files.delete(directory.resolve("dfbodiless"));
        Files.writeString(directory.resolve("dforphan"), "");

        assertThat(delivered()).containsExactly(Map.entry("good", "<bob@y>"));
        assertThat(names()).containsExactly("Qfbodiless", "Qfempty", "Qfflipped", "Qffuture", "Qfhalf");
        assertThat(said).hasSize(5).allMatch(line -> line.contains("lose queue file: "));
        said.clear();
        assertThat(delivered()).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    @DisplayName("QUE-06: files of older versions are read")
    void que06OlderVersions() throws Exception {
        // sendmail 8.8 to 8.12 wrote versions 2 to 6, 8.13 version 7, since 8.14 it is 8
        put("six", "V6\nT1000\nK0\nN0\nP30000\nI8/1/99\nFs\n$_peer [192.0.2.1]\nSa@x\nRPFD:bob@y\nH?x?To: bob\n.\n");
        put("seven", "V7\nT1000\nK0\nN0\nP30000\nFs\n$_peer\n${daemon_flags}\nSa@x\nrRFC822; bob@y\nRPFD:bob@y\n.\n");
        put("eight", "V8\nT1000\nK0\nN0\nP30000\nFs8\n$_peer\nS<a@x>\nRPFD:<bob@y>\nH??To: bob\n.\n");

        assertThat(delivered()).containsOnlyKeys("six", "seven", "eight").containsValues("bob@y", "<bob@y>");
        assertThat(names()).isEmpty();
        assertThat(said).isEmpty();
    }
}
