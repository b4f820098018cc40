package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.base.Ascii;
import org.postern.os.DurableFiles;

/// What every [DurableFiles] promises.
public interface DurableFilesContract {
    /// The implementation under test.
    DurableFiles files();

    /// An existing, empty directory in it.
    Path directory();

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(Ascii.bytes(text));
    }

    private static String content(DurableFiles.Handle handle) throws IOException {
        ByteBuffer target = ByteBuffer.allocate((int) handle.size() + 10);
        int count = handle.read(target, 0);
        assertThat(count).isEqualTo((int) handle.size());
        return Ascii.text(target.array(), 0, count);
    }

    @Test
    default void createsWithTheModeAndOnlyOnce() throws IOException {
        Path path = directory().resolve("qfA");
        try (DurableFiles.Handle handle = files().create(path, 0660)) {
            handle.append(bytes("one"));
            handle.append(bytes("two"));
            handle.write(bytes("X"), 1);
            handle.syncData();
            assertThat(content(handle)).isEqualTo("oXetwo");
        }
        files().syncDirectory(directory());
        assertThatThrownBy(() -> files().create(path, 0600)).isInstanceOf(FileAlreadyExistsException.class);
        DurableFiles.Facts facts = files().facts(path).orElseThrow();
        assertThat(facts.mode()).isEqualTo(0660);
        assertThat(facts.size()).isEqualTo(6);
        assertThat(facts.regular()).isTrue();
        assertThat(facts.links()).isEqualTo(1);
        try (DurableFiles.Handle handle = files().open(path, false)) {
            assertThat(content(handle)).isEqualTo("oXetwo");
            assertThat(handle.read(ByteBuffer.allocate(4), 6)).isZero();
        }
    }

    @Test
    default void tellsWhatIsMissing() throws IOException {
        Path missing = directory().resolve("none");
        assertThat(files().facts(missing)).isEmpty();
        assertThat(files().unlink(missing)).isFalse();
        assertThatThrownBy(() -> files().open(missing, false)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> files().tryLock(missing)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    default void preallocatesZeros() throws IOException {
        try (DurableFiles.Handle handle = files().create(directory().resolve("journal"), 0600)) {
            handle.preallocate(8192);
            assertThat(handle.size()).isEqualTo(8192);
            assertThat(content(handle).replace("\0", "")).isEmpty();
        }
    }

    @Test
    default void renamesOverAnExistingName() throws IOException {
        Path old = directory().resolve("qfB");
        Path fresh = directory().resolve("tfB");
        files().create(old, 0600).close();
        try (DurableFiles.Handle handle = files().create(fresh, 0600)) {
            handle.append(bytes("new"));
        }
        files().rename(fresh, old);
        assertThat(files().facts(fresh)).isEmpty();
        assertThat(files().facts(old).orElseThrow().size()).isEqualTo(3);
        List<String> names = new ArrayList<>();
        files().list(directory(), names::add);
        assertThat(names).containsExactly("qfB");
        assertThat(files().unlink(old)).isTrue();
        assertThat(files().facts(old)).isEmpty();
    }

    @Test
    default void locksExclusivelyAndNoticesAReplacedFile() throws IOException {
        Path path = directory().resolve("qfC");
        files().create(path, 0600).close();
        try (DurableFiles.Lock lock = files().tryLock(path).orElseThrow()) {
            assertThat(files().tryLock(path)).isEmpty();
            assertThat(lock.stillNames(path)).isTrue();
            Path other = directory().resolve("tfC");
            files().create(other, 0600).close();
            files().rename(other, path);
            assertThat(lock.stillNames(path)).isFalse();
            files().tryLock(path).orElseThrow().close();
        }
        files().tryLock(path).orElseThrow().close();
    }

    @Test
    default void makesDirectoriesAndTellsTheFreeSpace() throws IOException {
        Path inner = directory().resolve("qf");
        files().createDirectory(inner, 0700);
        files().createDirectory(inner, 0700);
        files().create(inner.resolve("x"), 0600).close();
        assertThat(files().facts(inner).orElseThrow().regular()).isFalse();
        assertThat(files().freeBytes(directory())).isPositive();
        assertThatThrownBy(() -> files().create(directory().resolve("no").resolve("x"), 0600))
                .isInstanceOf(NoSuchFileException.class);
    }
}
