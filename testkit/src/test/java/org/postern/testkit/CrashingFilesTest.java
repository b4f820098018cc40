package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.postern.os.DurableFiles;
import org.postern.os.NoSpaceException;

class CrashingFilesTest implements DurableFilesContract {
    private static final Path QUEUE = Path.of("/queue");

    private final CrashingFiles files = new CrashingFiles(QUEUE);

    @Override
    public DurableFiles files() {
        return files;
    }

    @Override
    public Path directory() {
        return QUEUE;
    }

    @Test
    void keepsWhatIsSyncedAndForgetsTheRestInParts() throws IOException {
        Path synced = QUEUE.resolve("synced");
        DurableFiles.Handle handle = files.create(synced, 0600);
        handle.write(ByteBuffer.wrap(new byte[] {1, 1, 1}), 0);
        handle.syncData();
        files.syncDirectory(QUEUE);
        handle.write(ByteBuffer.wrap(filled(1024)), 0);
        files.create(QUEUE.resolve("unsynced"), 0600);
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 64; seed++) {
            CrashingFiles after = files.restart(new SplittableRandom(seed));
            DurableFiles.Handle found = after.open(synced, false);
            ByteBuffer content = ByteBuffer.allocate(1024);
            found.read(content, 0);
            assertThat(content.get(0)).isIn((byte) 1, (byte) 2);
            seen.add(content.get(0) + " " + content.get(1023)
                    + after.facts(QUEUE.resolve("unsynced")).isPresent());
        }
        assertThat(seen).hasSize(8);
        assertThatThrownBy(() -> handle.size()).isInstanceOf(CrashedException.class);
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) 2);
        return bytes;
    }

    @Test
    void aRenameIsKeptOrLostAsAWhole() throws IOException {
        Path from = QUEUE.resolve("tf");
        Path to = QUEUE.resolve("qf");
        files.create(from, 0600);
        files.syncDirectory(QUEUE);
        files.rename(from, to);
        for (int seed = 0; seed < 16; seed++) {
            CrashingFiles after = files.restart(new SplittableRandom(seed));
            assertThat(after.facts(from).isPresent())
                    .isNotEqualTo(after.facts(to).isPresent());
        }
        assertThat(files.restartAfterKill().facts(to)).isPresent();
    }

    @Test
    void stopsAtAChangeAndStaysStopped() throws IOException {
        files.stopAt(2);
        files.create(QUEUE.resolve("a"), 0600);
        assertThatThrownBy(() -> files.create(QUEUE.resolve("b"), 0600)).isInstanceOf(CrashedException.class);
        assertThatThrownBy(() -> files.facts(QUEUE)).isInstanceOf(CrashedException.class);
        assertThat(files.stopped()).isTrue();
    }

    @Test
    void afterAFailedSyncTheDataIsLostForEver() throws IOException {
        DurableFiles.Handle handle = files.create(QUEUE.resolve("a"), 0600);
        files.syncDirectory(QUEUE);
        handle.append(ByteBuffer.wrap(new byte[] {1}));
        files.failNextSync();
        assertThatThrownBy(handle::syncData).isInstanceOf(IOException.class);
        handle.syncData();
        CrashingFiles after = files.restart(new SplittableRandom(1));
        assertThat(after.facts(QUEUE.resolve("a")).orElseThrow().size()).isZero();
    }

    @Test
    void canBeFull() throws IOException {
        files.capacity(10);
        DurableFiles.Handle handle = files.create(QUEUE.resolve("a"), 0600);
        handle.append(ByteBuffer.wrap(new byte[8]));
        assertThatThrownBy(() -> handle.append(ByteBuffer.wrap(new byte[8]))).isInstanceOf(NoSpaceException.class);
        assertThat(files.freeBytes(QUEUE)).isZero();
        files.capacity(100);
        handle.append(ByteBuffer.wrap(new byte[8]));
    }
}
