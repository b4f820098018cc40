package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.DurableFiles;
import org.postern.os.RealDurableFiles;

class RealDurableFilesTest implements DurableFilesContract {
    private final DurableFiles files = new RealDurableFiles();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Override
    public DurableFiles files() {
        return files;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Test
    void followsNoLink() throws IOException {
        Path target = directory.resolve("target");
        files.create(target, 0600).close();
        Path link = Files.createSymbolicLink(directory.resolve("qfL"), target);
        assertThatThrownBy(() -> files.open(link, false)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.tryLock(link)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.create(link, 0600)).isInstanceOf(IOException.class);
    }
}
