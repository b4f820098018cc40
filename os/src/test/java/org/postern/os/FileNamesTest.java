package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"plain.pem", "F\u00c5\u0091tan\u00c3\u00basitv\u00c3\u00a1ny=Gold?.pem", "\u00ff\u00fe %41#;"})
    void namesAreBytes(String name) throws Exception {
        Files.writeString(FileNames.path(folder + "/" + name), "x");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                assertThat(FileNames.last(file)).isEqualTo(name);
                assertThat(FileNames.path(folder + "/" + FileNames.last(file))).isEqualTo(file);
            }
        }
        assertThat(FileNames.path(folder + "/" + name)).exists();
        Path link = Files.createSymbolicLink(folder.resolve("link"), FileNames.path("/x/" + name));
        assertThat(FileNames.text(Files.readSymbolicLink(link))).isEqualTo("/x/" + name);
    }

    @Test
    void rootHasNoName() {
        assertThat(FileNames.last(Path.of("/"))).isEmpty();
        assertThat(FileNames.text(Path.of("/"))).isEqualTo("/");
        assertThat(FileNames.text(Path.of("../a/b"))).isEqualTo("../a/b");
    }
}
