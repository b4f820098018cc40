package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Ascii;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// Files that the real makemap and editmap wrote are read completely and exactly.
class BerkeleyFilesTest {
    @TempDir
    Path temporary;

    private SendmailFolder folder;

    @BeforeEach
    void prepare() {
        folder = SendmailFolder.in(temporary.resolve("host"));
        folder.file("sendmail.cf", "V10/Berkeley\nO DontBlameSendmail=TrustStickyBit\n");
    }

    private Path file(String type, String source, String... options) {
        List<String> arguments = new java.util.ArrayList<>(List.of(options));
        arguments.addAll(List.of(type, folder.etc().resolve("m").toString()));
        RealSendmail.run(folder, "makemap", arguments, source).succeeded();
        return folder.etc().resolve("m.db");
    }

    private static Map<String, String> randomEntries(int count, int longest, long seed) {
        Random random = new Random(seed);
        Map<String, String> entries = new HashMap<>();
        while (entries.size() < count) {
            entries.put(word(random, 1 + random.nextInt(40)), word(random, 1 + random.nextInt(longest)));
        }
        return entries;
    }

    private static String word(Random random, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append((char) (random.nextInt(8) == 0 ? 128 + random.nextInt(128) : 'a' + random.nextInt(26)));
        }
        return out.toString();
    }

    private static String source(Map<String, String> entries) {
        StringBuilder out = new StringBuilder();
        entries.forEach(
                (key, value) -> out.append(key).append(' ').append(value).append('\n'));
        return out.toString();
    }

    private static Map<String, String> all(MapFile file) throws Exception {
        Map<String, String> entries = new HashMap<>();
        file.forEach((key, value) -> {
            assertThat(entries.put(Ascii.text(key), Ascii.text(value))).isNull();
            return true;
        });
        return entries;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hash 0", "hash 1", "hash 300", "hash 20000", "btree 0", "btree 1", "btree 300", "btree 20000"})
    void readsEverything(String what) throws Exception {
        int count = Integer.parseInt(what.substring(what.indexOf(' ') + 1));
        Map<String, String> entries = randomEntries(count, count > 1000 ? 60 : 900, 42 + count);
        try (MapFile file = MapFiles.open(file(what.substring(0, what.indexOf(' ')), source(entries)))) {
            assertThat(all(file)).isEqualTo(entries);
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                assertThat(file.find(Ascii.bytes(entry.getKey())).map(Ascii::text))
                        .contains(entry.getValue());
                assertThat(file.find(Ascii.bytes(entry.getKey() + "~"))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "btree"})
    void readsItemsThatFillSeveralPages(String type) throws Exception {
        Map<String, String> entries = randomEntries(20, 300, 7);
        Path path = file(type, source(entries));
        for (int size : List.of(1000, 1500, 4000, 5000, 60_000)) {
            String key = "long" + size;
            String value = "v".repeat(size - 1) + "e";
            String longKey = "k".repeat(size) + type;
            String map = folder.etc().resolve("m").toString();
            RealSendmail.run(folder, "editmap", List.of("-u", type, map, key, value), "")
                    .succeeded();
            RealSendmail.run(folder, "editmap", List.of("-u", type, map, longKey, "x"), "")
                    .succeeded();
            entries.put(key, value);
            entries.put(longKey, "x");
        }
        try (MapFile file = MapFiles.open(path)) {
            assertThat(all(file)).isEqualTo(entries);
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                assertThat(file.find(Ascii.bytes(entry.getKey())).map(Ascii::text))
                        .contains(entry.getValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "btree"})
    void findsTheFirstOfSeveralValues(String type) throws Exception {
        StringBuilder source = new StringBuilder("a 1\nz 1\n");
        for (int i = 0; i < 3000; i++) {
            source.append("few").append(i % 500).append(" value").append(i).append('\n');
            source.append("many number").append(i).append('\n');
        }
        try (MapFile file = MapFiles.open(file(type, source.toString(), "-d"))) {
            assertThat(file.find(Ascii.bytes("few7")).map(Ascii::text)).contains("value7");
            assertThat(file.find(Ascii.bytes("many")).map(Ascii::text)).contains("number0");
            assertThat(file.find(Ascii.bytes("z")).map(Ascii::text)).contains("1");
            int[] count = new int[1];
            file.forEach((_, _) -> ++count[0] > 0);
            assertThat(count[0]).isEqualTo(6002);
        }
    }

    @Test
    void findsKeysWithATrailingNul() {
        file("hash", "one 1\n", "-N");
        String map = folder.etc().resolve("m").toString();
        assertThat(TestMaps.find(TestMaps.map("Km hash " + map), "one")).isEqualTo(TestMaps.found("1"));
        assertThat(TestMaps.find(TestMaps.map("Km hash -O " + map), "one")).isEqualTo(TestMaps.notFound());
        assertThat(TestMaps.find(TestMaps.map("Km hash -N " + map), "ONE")).isEqualTo(TestMaps.found("1"));
    }
}
