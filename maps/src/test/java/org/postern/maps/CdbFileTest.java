package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;

/// A classic constant database with 201 entries, made by a script that follows the published layout.
class CdbFileTest {
    @TempDir
    Path folder;

    @Test
    void readsEverything() throws Exception {
        Path file = folder.resolve("classic.cdb");
        try (InputStream in = CdbFileTest.class.getResourceAsStream("classic.cdb")) {
            if (in == null) {
                throw new AssertionError("the resource classic.cdb is missing");
            }
            Files.copy(in, file);
        }
        Map<String, String> entries = new HashMap<>();
        try (MapFile map = MapFiles.open(file)) {
            map.forEach((key, value) -> entries.put(Ascii.text(key), Ascii.text(value)) == null);
            assertThat(entries).hasSize(201).containsEntry("one", "1").containsEntry("key199", "value199");
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                assertThat(map.find(Ascii.bytes(entry.getKey())).map(Ascii::text))
                        .contains(entry.getValue());
                assertThat(map.find(Ascii.bytes(entry.getKey() + "x"))).isEmpty();
            }
        }
        String map = folder.resolve("classic").toString();
        assertThat(TestMaps.find(TestMaps.map("Km cdb " + map), "KEY7")).isEqualTo(TestMaps.found("value7"));
    }
}
