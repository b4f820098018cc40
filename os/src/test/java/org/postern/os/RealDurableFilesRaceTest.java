package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// FS-01, FS-09: somebody who may change the names of a directory, such as that of a client queue, exchanges a queue
/// file while it is opened.
final class RealDurableFilesRaceTest {
    private static final int ROUNDS = 4000;

    @TempDir
    Path folder;

    private Path file(String name, String content, int mode) throws IOException {
        Path made = Files.writeString(folder.resolve(name), content);
        Files.setAttribute(made, "unix:mode", mode);
        return made;
    }

    /// What is said of an opened file is said of the file that is read, never of another one that had the name for a
    /// moment; a pipe in its place holds nobody up, a link leads nowhere.
    @Test
    void whatWasExaminedIsWhatIsRead() throws Exception {
        Path good = file("good", "good", 0600);
        Path evil = file("evil", "evil", 0666);
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        Path name = file("qf", "good", 0600);
        AtomicBoolean end = new AtomicBoolean();
        int opened = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> attacker = threads.submit(() -> {
                for (int i = 0; !end.get(); i++) {
                    Path made = folder.resolve("made");
                    switch (i % 4) {
                        case 0 -> Files.createLink(made, good);
                        case 1 -> Files.createLink(made, evil);
                        case 2 -> Files.createSymbolicLink(made, evil);
                        default -> Files.createLink(made, folder.resolve("pipe"));
                    }
                    Files.move(made, name, StandardCopyOption.ATOMIC_MOVE);
                    Files.deleteIfExists(made);
                }
                return null;
            });
            try {
                for (int i = 0; i < ROUNDS; i++) {
                    opened += isConsistent(name) ? 1 : 0;
                }
            } finally {
                end.set(true);
            }
            attacker.get();
        }
        assertThat(opened).isPositive();
    }

    private static boolean isConsistent(Path name) {
        try (DurableFiles.Handle handle = new RealDurableFiles().open(name, false)) {
            ByteBuffer content = ByteBuffer.allocate(10);
            int length = handle.read(content, 0);
            String text = new String(content.array(), 0, length, StandardCharsets.ISO_8859_1);
            assertThat(text).isEqualTo(handle.facts().mode() == 0600 ? "good" : "evil");
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
